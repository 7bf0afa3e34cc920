using System.Collections.Immutable;
using Sockeye.Server.Authentication;

namespace Sockeye.Server.Namespaces;

/// <summary>The middleware of a namespace, in order of registration; the first refusal ends the chain.</summary>
internal sealed class MiddlewareChain
{
    private ImmutableArray<Func<Socket, ValueTask<ConnectionResult>>> _middleware = [];
    private ImmutableArray<PolicyCheck> _policies = [];

    public void Add(Func<Socket, ConnectionResult> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Add(socket => ValueTask.FromResult(middleware(socket)));
    }

    public void Add(Func<Socket, Task<ConnectionResult>> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Add(socket => new ValueTask<ConnectionResult>(middleware(socket)));
    }

    /// <summary>Adds a policy: middleware that is asked again when a socket's user changes.</summary>
    public void Add(PolicyCheck policy)
    {
        Add(policy.RunAsync);
        ImmutableInterlocked.Update(ref _policies, static (policies, added) => policies.Add(added), policy);
    }

    /// <summary>Says whether a socket's user meets the policies.</summary>
    public async ValueTask<bool> AuthorizeAsync(Socket socket)
    {
        foreach (var policy in _policies)
        {
            if (!await policy.IsMetAsync(socket).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    public ValueTask<ConnectionResult> RunAsync(Socket socket)
    {
        var chain = _middleware;
        return chain.IsEmpty ? ValueTask.FromResult(ConnectionResult.Accept) : RunAsync(chain, socket);
    }

    private void Add(Func<Socket, ValueTask<ConnectionResult>> middleware) =>
        ImmutableInterlocked.Update(ref _middleware, static (chain, added) => chain.Add(added), middleware);

    private static async ValueTask<ConnectionResult> RunAsync(
        ImmutableArray<Func<Socket, ValueTask<ConnectionResult>>> chain, Socket socket)
    {
        foreach (var middleware in chain)
        {
            try
            {
                var result = await middleware(socket).ConfigureAwait(false);
                if (!result.IsAccepted)
                {
                    return result;
                }
            }
            catch (Exception exception)
            {
                // What an exception says is for the server's log, not for whoever asked to be let in.
                socket.Server.ReportHandlerError(socket, "connection", exception);
                return ConnectionResult.Refuse("Internal server error");
            }
        }

        return ConnectionResult.Accept;
    }
}
