using System.Runtime.CompilerServices;

namespace Sockeye.Transport.Tests.Support;

/// <summary>Waits for a condition that nothing announces, with a deadline.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            try
            {
                await looks.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Never true: {what}. {state?.Invoke()}");
            }
        }
    }
}
