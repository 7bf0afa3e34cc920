using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Sockeye.TestKit;

/// <summary>Bounds every wait of a test, so that what never comes fails with its name instead of hanging the run.</summary>
public static class TaskTimeoutExtensions
{
    private static readonly TimeSpan Default = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(30);

    public static async Task DefaultTimeout(this Task task, [CallerArgumentExpression(nameof(task))] string? awaited = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            await task.WaitAsync(Default);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw Late(awaited);
        }
    }

    public static async Task<T> DefaultTimeout<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? awaited = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return await task.WaitAsync(Default);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw Late(awaited);
        }
    }

    public static Task DefaultTimeout(this ValueTask task, [CallerArgumentExpression(nameof(task))] string? awaited = null) =>
        task.AsTask().DefaultTimeout(awaited);

    public static Task<T> DefaultTimeout<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string? awaited = null) =>
        task.AsTask().DefaultTimeout(awaited);

    private static TimeoutException Late(string? awaited) => new($"Waited {Default.TotalSeconds:0} s in vain for: {awaited}");
}
