using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Transport.Tests.Http;

public sealed class HttpTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_of_many_megabytes_comes_back_as_it_was()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockeyeTransport().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost("/", static async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.Body.WriteAsync(body.ToArray());
        });
        await app.StartAsync(CancellationToken).DefaultTimeout();
        using var http = new HttpClient();
        var sent = RandomNumberGenerator.GetBytes(5_000_000);

        using var response = await http.PostAsync(new Uri(app.Urls.First()), new ByteArrayContent(sent), CancellationToken).DefaultTimeout();

        Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync(CancellationToken).DefaultTimeout());
        await app.StopAsync(CancellationToken).DefaultTimeout();
    }
}
