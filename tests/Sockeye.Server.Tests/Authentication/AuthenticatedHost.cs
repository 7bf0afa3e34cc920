using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>An application whose users log in, by cookie or by bearer token, with the handlers of ASP.NET Core. Both last ten minutes.</summary>
internal sealed class AuthenticatedHost : IAsyncDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private AuthenticatedHost(WebApplication app, SocketServer io)
    {
        _app = app;
        Io = io;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public SocketServer Io { get; }

    public Uri Address { get; }

    /// <summary>Starts it; the schemes are named <c>Cookies</c> and <c>BearerToken</c>, the latter is the default.</summary>
    public static async Task<AuthenticatedHost> StartAsync(
        Action<SocketServer>? use = null,
        Action<SocketServerOptions>? configure = null,
        Action<AuthorizationOptions>? authorize = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSockeye(options =>
        {
            (options.PingInterval, options.PingTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)); // the clock jumps
            configure?.Invoke(options);
        });
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddCookie(static options => (options.ExpireTimeSpan, options.SlidingExpiration, options.Cookie.Name) = (Lifetime, false, "login"))
            .AddBearerToken(static options => options.BearerTokenExpiration = Lifetime);
        builder.Services.AddAuthorization(authorize ?? (static _ => { }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGet("/login/{scheme}", static (string scheme, string user, string? role) => TypedResults.SignIn(UserNamed(user, role), authenticationScheme: scheme)).AllowAnonymous();
        var io = app.MapSockeye();
        use?.Invoke(io);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new AuthenticatedHost(app, io);
    }

    public static ClaimsPrincipal UserNamed(string name, string? role = null) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role is { Length: > 0 } ? role : "none")], "Test"));

    /// <summary>Logs in, and gives the header that a client shows then.</summary>
    public async Task<string> LogInAsync(string scheme, string user, string? role = null)
    {
        if (scheme == CookieAuthenticationDefaults.AuthenticationScheme)
        {
            using var answer = await _http.GetAsync(new Uri($"/login/{scheme}?user={user}&role={role}", UriKind.Relative), TestContext.Current.CancellationToken);
            return "Cookie: " + answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        return "Authorization: Bearer " + await TokenAsync(user, role);
    }

    public async Task<string> TokenAsync(string user, string? role = null)
    {
        var answer = await _http.GetStringAsync(
            new Uri($"/login/{BearerTokenDefaults.AuthenticationScheme}?user={user}&role={role}", UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonElement.Parse(answer).GetProperty("accessToken").GetString()!;
    }

    public Task<WireClient> ConnectAsync(string? header = null, string connect = "40") => WireClient.ConnectAsync(Address, connect, header: header);

    /// <summary>Sends a request to the server's endpoint.</summary>
    public async Task<(HttpStatusCode Status, string Text, HttpResponseMessage Answer)> RequestAsync(
        HttpMethod method, string query, string? body, params string?[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri("/socket.io/?EIO=4&" + query, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body);
        foreach (var header in headers)
        {
            if (header?.Split(": ", 2) is [var name, var value])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken).DefaultTimeout();
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
