using Sockeye;

namespace Demo.Hello;

/// <summary>Sends <c>fromServer</c> to a connection every two seconds, for as long as it lasts.</summary>
internal sealed class Greetings(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private int _running;

    /// <summary>Gets how many connections are being greeted now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Greets a socket until it disconnects.</summary>
    public async Task RunAsync(Socket socket)
    {
        Interlocked.Increment(ref _running);
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            for (var count = 1; await timer.WaitForNextTickAsync(socket.Aborted); count++)
            {
                socket.Emit("fromServer", count, time.GetUtcNow());
            }
        }
        catch (OperationCanceledException)
        {
            // It disconnected: the only way out.
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
