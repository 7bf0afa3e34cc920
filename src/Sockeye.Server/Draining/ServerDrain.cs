namespace Sockeye.Server.Draining;

/// <summary>Sends a server's clients away before it ends, once; whoever asks again waits for the first.</summary>
internal sealed partial class ServerDrain(SocketServer server)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public async Task RunAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        Log.DrainBegun(server.Logger, server.ConnectionCount, window);
        try
        {
            await server.Engine.DrainAsync(window, cancellationToken).ConfigureAwait(false);
            Log.DrainEnded(server.Logger);
        }
        catch (OperationCanceledException)
        {
            Log.DrainCutShort(server.Logger, server.ConnectionCount);
            throw;
        }
        finally
        {
            _done.TrySetResult();
        }
    }
}
