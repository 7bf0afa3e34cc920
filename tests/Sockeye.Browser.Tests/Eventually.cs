namespace Sockeye.Browser.Tests;

/// <summary>Waits for what another process comes to by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Reads a value again and again until it is the expected one.</summary>
    /// <param name="expected">The value waited for.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="within">How long to wait at the most.</param>
    /// <param name="explain">What else to say where it never becomes that.</param>
    public static async Task EqualsAsync<T>(T expected, Func<Task<T>> read, TimeSpan within, Func<string>? explain = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within);
        using var timer = new PeriodicTimer(Interval);
        var actual = await read();
        try
        {
            while (!EqualityComparer<T>.Default.Equals(expected, actual))
            {
                await timer.WaitForNextTickAsync(deadline.Token);
                actual = await read();
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Within {within.TotalSeconds:0.0} s it should have become {expected}; it is {actual}. {explain?.Invoke()}");
        }
    }
}
