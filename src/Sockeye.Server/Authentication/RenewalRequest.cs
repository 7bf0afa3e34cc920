using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Server.Authentication;

/// <summary>A credential shown on a live connection in the form that authentication handlers know: that of a request.</summary>
internal static class RenewalRequest
{
    /// <summary>Makes a request like the one that opened the connection, without what that was authenticated by.</summary>
    public static DefaultHttpContext Of(Socket socket, IServiceProvider services)
    {
        var handshake = socket.Handshake;
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = socket.Aborted };
        var request = context.Request;
        foreach (var (name, values) in handshake.Headers)
        {
            if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers[name] = values;
            }
        }

        var end = handshake.Url.IndexOf('?', StringComparison.Ordinal);
        request.Method = HttpMethods.Get;
        request.Scheme = handshake.IsSecure ? "https" : "http";
        request.Path = PathString.FromUriComponent(end < 0 ? handshake.Url : handshake.Url[..end]);
        context.Connection.RemoteIpAddress = handshake.Address;
        return context;
    }

    /// <summary>Puts a credential where a handler looks for it; false where it is not of the form that is expected.</summary>
    public static bool TryPresent(HttpContext context, EventArguments credential, CredentialOptions options)
    {
        if (options.Present is { } present)
        {
            present(context, credential);
            return true;
        }

        if (credential.Count == 0 || TokenIn(credential) is not { Length: > 0 } token)
        {
            return false;
        }

        context.Request.Headers.Authorization = "Bearer " + token;
        return true;
    }

    private static string? TokenIn(EventArguments credential)
    {
        var argument = JsonElement.Parse(credential.GetJson(0).Span);
        return argument.ValueKind switch
        {
            JsonValueKind.String => argument.GetString(),
            JsonValueKind.Object when argument.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String => token.GetString(),
            _ => null,
        };
    }
}
