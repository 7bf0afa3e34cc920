using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Control;

namespace Sockeye.Server.Authentication;

/// <summary>Has the application's authentication look at a credential that a client shows on a live connection.</summary>
internal sealed class CredentialRenewal(SocketServer server, IServiceProvider services)
{
    private static Refusal OtherUser => new("other_user", "The credential is another user's.");

    private readonly IHttpContextAccessor? _accessor = services.GetService<IHttpContextAccessor>();

    private CredentialOptions Options => server.Options.Credentials;

    /// <summary>Makes what renews credentials of a server; null where that is off, or there is no authentication among the services.</summary>
    public static CredentialRenewal? Of(SocketServer server, IServiceProvider services) =>
        server.Options.Credentials.AllowRenewal && services.GetService<IAuthenticationSchemeProvider>() is not null
            ? new CredentialRenewal(server, services)
            : null;

    /// <summary>Takes a credential, and answers the client; completes successfully in any case.</summary>
    public async ValueTask RunAsync(Socket socket, ulong? ackId, EventArguments credential)
    {
        Refusal? refusal;
        try
        {
            refusal = await (_accessor is null ? TryRunAsync(socket, ackId, credential) : TryRunApartAsync(socket, ackId, credential)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (socket.Aborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            server.ReportHandlerError(socket, ControlEvents.Renew, exception);
            refusal = new Refusal("server_error", "The credential could not be checked.");
        }

        if (refusal is { } refused)
        {
            refused.Send(socket, ackId);
            socket.Connection.CountRefusedCredential(refused.Code);
            if (refused.Code == EndpointPolicy.Forbidden)
            {
                socket.Connection.CloseForbidden();
            }
        }
        else if (ackId is { } id)
        {
            socket.SendAck(id, [CredentialNotice.ToJson(socket.Session.CredentialExpires)]);
        }
    }

    /// <summary>
    /// Runs where nothing is around it but the trace: an accessor that is given the credential's request forgets the one that it had, which is that of the
    /// client's transport, and what this starts would see the credential's for ever.
    /// </summary>
    private Task<Refusal?> TryRunApartAsync(Socket socket, ulong? ackId, EventArguments credential)
    {
        var activity = Activity.Current;
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() =>
            {
                Activity.Current = activity;
                return TryRunAsync(socket, ackId, credential);
            });
        }
    }

    private async Task<Refusal?> TryRunAsync(Socket socket, ulong? ackId, EventArguments credential)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = RenewalRequest.Of(socket, scope.ServiceProvider);
            _accessor?.HttpContext = context; // seen by whom this calls, as in a request
            try
            {
                return await TakeAsync(socket, ackId, credential, context, scope.ServiceProvider).ConfigureAwait(false);
            }
            finally
            {
                _accessor?.HttpContext = null; // for what goes on behind it, too
            }
        }
    }

    private async Task<Refusal?> TakeAsync(Socket socket, ulong? ackId, EventArguments credential, DefaultHttpContext context, IServiceProvider scoped)
    {
        if (!RenewalRequest.TryPresent(context, credential, Options))
        {
            return new Refusal("invalid_credential", "A credential is a string, or an object with the string 'token'.");
        }

        var shown = server.Time.GetTimestamp();
        var policy = await EndpointPolicy.OfAsync(server.EndpointMetadata, scoped).ConfigureAwait(false);
        var (user, properties) = await AuthenticateAsync(context, Options.Scheme is { } scheme ? [scheme] : policy.Schemes).ConfigureAwait(false);
        if (user?.Identity?.IsAuthenticated != true)
        {
            return new Refusal("invalid_credential", "The credential is not valid.");
        }

        if (!socket.Connection.MayBecome(user))
        {
            return OtherUser;
        }

        context.User = user;
        if (!await policy.AllowsAsync(context, scoped).ConfigureAwait(false))
        {
            return new Refusal(EndpointPolicy.Forbidden, "The user may not connect.");
        }

        return await socket.Connection.ChangeUserAsync(user, properties, (socket, ackId), shown, socket.Aborted).ConfigureAwait(false) ? null : OtherUser;
    }

    /// <summary>Asks schemes, and puts together what they find; the first end of several counts.</summary>
    private static async Task<(ClaimsPrincipal? User, AuthenticationProperties? Properties)> AuthenticateAsync(
        HttpContext context, IReadOnlyList<string?> schemes)
    {
        ClaimsPrincipal? user = null;
        var properties = new AuthenticationProperties();
        foreach (var scheme in schemes)
        {
            var result = await context.AuthenticateAsync(scheme).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                continue;
            }

            user = user is null ? result.Principal : new ClaimsPrincipal([.. user.Identities, .. result.Principal.Identities]);
            if (result.Properties?.ExpiresUtc is { } expires && !(properties.ExpiresUtc < expires))
            {
                properties.ExpiresUtc = expires;
            }
        }

        return (user, properties);
    }
}
