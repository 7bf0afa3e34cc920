using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sockeye.Server.Tests.Hosting;

public sealed class RegistrationTests
{
    [Fact]
    public void Mapping_without_registering_says_what_to_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapSockeye());
        Assert.Contains("builder.Services.AddSockeye()", exception.Message, StringComparison.Ordinal);

        var named = Assert.Throws<InvalidOperationException>(() => app.MapSockeye("admin"));
        Assert.Contains("AddSockeye(\"admin\"", named.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_mapped_once_and_is_the_one_among_the_services()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSockeye().AddSockeye(options => options.Path = "/events");
        await using var app = builder.Build();

        var io = app.MapSockeye();

        Assert.Same(io, app.Services.GetRequiredService<SocketServer>());
        Assert.Throws<InvalidOperationException>(() => app.MapSockeye());
    }

    [Fact]
    public async Task The_mapped_server_is_its_endpoint_s_convention_builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSockeye();
        await using var app = builder.Build();

        var io = app.MapSockeye().WithMetadata("marked");

        Assert.Same(io, app.Services.GetRequiredService<SocketServer>());
        var endpoint = ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Single();
        Assert.Contains("marked", endpoint.Metadata);
    }

    [Fact]
    public async Task Conventions_of_a_server_that_is_not_mapped_are_an_error_that_says_so()
    {
        await using var services = new ServiceCollection().AddLogging().AddSockeye().BuildServiceProvider();
        var io = services.GetRequiredService<SocketServer>();

        var exception = Assert.Throws<InvalidOperationException>(() => io.WithMetadata("marked"));
        Assert.Contains("MapSockeye", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Path", "socket.io")]
    [InlineData("Path", "/socket.io/")]
    [InlineData("ConnectTimeout", "00:00:00")]
    [InlineData("AttachmentTimeout", "-00:00:01")]
    [InlineData("AckTimeout", "00:00:00")]
    [InlineData("HandlerConcurrency", "0")]
    [InlineData("InboxEvents", "0")]
    [InlineData("InboxBytes", "0")]
    [InlineData("InboxHardLimitEvents", "127")]
    [InlineData("InboxHardLimitBytes", "1")]
    [InlineData("MaxNamespacesPerConnection", "0")]
    [InlineData("Adapter", null)]
    [InlineData("PacketLimits", null)]
    [InlineData("PingInterval", "00:00:00")]
    [InlineData("MaxPayload", "0")]
    public async Task An_option_out_of_its_bounds_stops_the_application_at_its_start(string option, string? value)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSockeye(options =>
        {
            var property = typeof(SocketServerOptions).GetProperty(option)!;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(options, value is null ? null : System.ComponentModel.TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value));
        });
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_live_in_one_application_under_different_paths()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSockeye();
        builder.Services.AddSockeye("admin", options => options.Path = "/admin.io");
        await using var app = builder.Build();

        var io = app.MapSockeye();
        var admin = app.MapSockeye("admin");

        Assert.NotSame(io, admin);
        Assert.Same(admin, app.Services.GetRequiredKeyedService<SocketServer>("admin"));
    }
}
