using System.Runtime.CompilerServices;

namespace Sockeye.TestKit;

/// <summary>Waits for a state that nobody announces, as that of a server just after its client has heard from it.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It was not within 60 seconds.</exception>
    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? awaited = null) =>
        TrueAsync(() => Task.FromResult(condition()), awaited);

    /// <summary>Waits until something is so, and does something each time it is not yet, as to move the clock on.</summary>
    /// <exception cref="TimeoutException">It was not within 60 seconds.</exception>
    public static Task TrueAsync(Func<bool> condition, Action meanwhile, [CallerArgumentExpression(nameof(condition))] string? awaited = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(meanwhile);
        return TrueAsync(
            () =>
            {
                var isSo = condition();
                if (!isSo)
                {
                    meanwhile();
                }

                return isSo;
            },
            awaited);
    }

    /// <inheritdoc cref="TrueAsync(Func{bool}, string?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? awaited = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var late = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (late.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s in vain for: {awaited}");
            }

            await Task.Yield();
        }
    }

    /// <summary>Waits until something is so that takes other threads or the system a while: it is looked at every few milliseconds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="state">Says how it is instead, for the failure.</param>
    /// <param name="awaited">The condition's text.</param>
    /// <exception cref="TimeoutException">It was not within 60 seconds.</exception>
    public static async Task IsTrueAsync(
        Func<bool> condition, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string? awaited = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var late = new CancellationTokenSource(Limit);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            if (late.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s in vain for: {awaited}. {state?.Invoke()}");
            }

            await looks.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
