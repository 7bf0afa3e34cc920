using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Transport.Tests;

public sealed class HttpTests
{
    [Fact]
    public async Task A_body_of_many_megabytes_comes_back_as_it_was()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockeyeTransport().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost("/", static async (HttpContext context) => await context.Request.Body.CopyToAsync(context.Response.Body));
        await app.StartAsync().DefaultTimeout();
        using var http = new HttpClient();
        var sent = RandomNumberGenerator.GetBytes(20_000_000);

        using var response = await http.PostAsync(new Uri(app.Urls.First()), new ByteArrayContent(sent)).DefaultTimeout();

        Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync().DefaultTimeout());
        await app.StopAsync().DefaultTimeout();
    }
}
