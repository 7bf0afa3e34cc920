using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>A policy that names authentication schemes is not met by a user whom another scheme has found.</summary>
public sealed class SchemeTests
{
    [Theory]
    [InlineData("Cookies", null, "44/guarded,{\"message\":\"Internal server error\"}")]
    [InlineData("BearerToken", null, "40/guarded,")]
    [InlineData("Cookies", "Cookies, BearerToken", "40/guarded,")]
    [InlineData("BearerToken", "Cookies, BearerToken", "40/guarded,")]
    public async Task A_namespaces_scheme_has_to_run_on_the_endpoint(string wanted, string? run, string answer)
    {
        var told = new ConcurrentQueue<string>();
        await using var host = await AuthenticatedHost.StartAsync(
            io =>
            {
                if (run is not null)
                {
                    io.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = run });
                }

                io.Of("/guarded").RequireAuthorization("guarded");
                io.OnHandlerError(context => told.Enqueue(context.Exception.Message));
            },
            authorize: options => options.AddPolicy("guarded", policy => policy.AddAuthenticationSchemes(wanted).RequireAuthenticatedUser()));
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"));

        await client.SendAsync("40/guarded,");

        Assert.StartsWith(answer, await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(answer.StartsWith("44", StringComparison.Ordinal), told.Any(static message => message.Contains("names the authentication scheme 'Cookies'", StringComparison.Ordinal)));
    }
}
