using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Sockeye.Server.Tests.Authentication;

namespace Sockeye.Server.Tests.Handlers;

/// <summary>What <c>[Authorize]</c> and its kind mean on handler classes and their methods: what they mean elsewhere in ASP.NET Core.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Handler methods are instance methods.")]
public sealed class HandlerAuthorizationTests
{
    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin-7")]
    public async Task A_class_is_asked_again_when_the_user_of_a_live_socket_changes(string ns)
    {
        await using var host = await StartAsync(static io =>
        {
            io.MapHandlers<ForAdmins>("/admin");
            io.Of(new Regex("^/admin-[0-9]+$")).MapHandlers<ForAdmins>();
        });
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"));
        await client.SendAsync($"40{ns},");
        Assert.StartsWith($"40{ns},", await client.ReceiveAsync(), StringComparison.Ordinal);

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna", "clerk")}\"]");

        Assert.StartsWith($"42{ns},[\"sockeye:refused\",{{\"error\":{{\"code\":\"forbidden\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal($"41{ns},", await client.ReceiveAsync());
        Assert.StartsWith("430[{\"expires\"", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_is_asked_for_each_event_about_the_user_of_now()
    {
        await using var host = await StartAsync(static io => io.MapHandlers<Counter>());
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "clerk"));

        Assert.Equal(["open"], await AnsweredAsync(client));
        await RenewAsync(host, client, "admin");
        Assert.Equal(["roles", "both", "policy", "open"], await AnsweredAsync(client));
        await RenewAsync(host, client, "clerk");
        Assert.Equal(["open"], await AnsweredAsync(client));
    }

    [Theory]
    [InlineData("/admin", "clerk", "Forbidden")]
    [InlineData("/derived", "clerk", "Forbidden")]
    [InlineData("/either", "guest", "Forbidden")]
    [InlineData("/both", "clerk", "Forbidden")]
    [InlineData("/policy", "clerk", "Forbidden")]
    [InlineData("/required", "clerk", "Forbidden")]
    [InlineData("/alsoRequired", "clerk", "Forbidden")]
    [InlineData("/admin", null, "Unauthorized")]
    [InlineData("/plain", null, "Unauthorized")]
    [InlineData("/required", null, "Unauthorized")]
    [InlineData("/missing", "admin", "Internal server error")]
    public async Task A_class_keeps_out_whom_its_attributes_refuse(string ns, string? role, string message)
    {
        await using var host = await StartAsync(Map);
        await using var client = await host.ConnectAsync(role is null ? null : await host.LogInAsync("BearerToken", "anna", role));

        await client.SendAsync($"40{ns},");

        Assert.Equal($"44{ns},{{\"message\":\"{message}\"}}", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("/admin", "admin")]
    [InlineData("/derived", "admin")]
    [InlineData("/either", "clerk")]
    [InlineData("/either", "admin")]
    [InlineData("/both", "admin")]
    [InlineData("/policy", "admin")]
    [InlineData("/required", "admin")]
    [InlineData("/alsoRequired", "admin")]
    [InlineData("/plain", "guest")]
    [InlineData("/anyone", null)]
    [InlineData("/anyoneOfOurs", null)]
    public async Task A_class_lets_in_whom_its_attributes_allow(string ns, string? role)
    {
        await using var host = await StartAsync(Map);
        await using var client = await host.ConnectAsync(role is null ? null : await host.LogInAsync("BearerToken", "anna", role));

        await client.SendAsync($"40{ns},");

        Assert.StartsWith($"40{ns},", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_for_anyone_keeps_what_its_methods_demand()
    {
        await using var host = await StartAsync(static io => io.MapHandlers<ForAnyone>());
        await using var client = await host.ConnectAsync();

        await client.SendAsync("421[\"kept\"]");
        await client.SendAsync("422[\"open\"]");

        Assert.Equal("432[\"open\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_could_not_be_asked_is_an_error_when_the_class_is_mapped()
    {
        await using var host = await StartAsync(static _ => { });

        var exception = Assert.Throws<EventHandlerException>(() => host.Io.MapHandlers<Misled>());

        const string Schemes = "has [Authorize] with authentication schemes, which run where a connection is opened: name them on the endpoint, as in MapSockeye().RequireAuthorization(...).";
        Assert.Equal(
            [
                "Misled " + Schemes,
                "Misled.Opened, which handles 'opened', has [AllowAnonymous], which opens nothing: whoever sends an event has been let into the namespace by its policies and the class's [Authorize] before; take it off.",
                "Misled.Elsewhere, which handles 'elsewhere', " + Schemes,
                "Misled.Come, which is there for 'connection', has [Authorize] or [AllowAnonymous], which say nothing there: who may connect is said on the class.",
                "Misled.Gone, which is there for 'disconnect', has a filter, and filters stand around methods for events only.",
            ],
            exception.Problems);
    }

    private static void Map(SocketServer io)
    {
        io.MapHandlers<ForAdmins>("/admin");
        io.MapHandlers<Derived>("/derived");
        io.MapHandlers<ForEither>("/either");
        io.MapHandlers<ForBoth>("/both");
        io.MapHandlers<ByPolicy>("/policy");
        io.MapHandlers<ByRequirement>("/required");
        io.MapHandlers<AlsoByRequirement>("/alsoRequired");
        io.MapHandlers<Plain>("/plain");
        io.MapHandlers<ForAnyone>("/anyone");
        io.MapHandlers<ForAnyoneOfOurs>("/anyoneOfOurs");
        io.MapHandlers<ByMissingPolicy>("/missing");
    }

    private static Task<AuthenticatedHost> StartAsync(Action<SocketServer> use) => AuthenticatedHost.StartAsync(
        use, authorize: static options => options.AddPolicy("admins", static policy => policy.RequireRole("admin")));

    private static async Task RenewAsync(AuthenticatedHost host, WireClient client, string role)
    {
        await client.SendAsync($"429[\"sockeye:renew\",\"{await host.TokenAsync("anna", role)}\"]");
        Assert.StartsWith("439[{\"expires\"", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    /// <summary>Sends every event, and says which were answered; that of the open one comes last.</summary>
    private static async Task<List<string>> AnsweredAsync(WireClient client)
    {
        string[] events = ["roles", "both", "policy", "requirement", "open"];
        for (var i = 0; i < events.Length; i++)
        {
            await client.SendAsync($"42{i}[\"{events[i]}\"]");
        }

        List<string> answered = [];
        while (answered is not [.., "open"])
        {
            answered.Add((await client.ReceiveAsync()).Split('"')[1]);
        }

        return answered;
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    private sealed class NeedsAttribute(string role) : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new RolesAuthorizationRequirement([role])];
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    private sealed class AlsoNeedsAttribute(string role) : AuthorizeAttribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new RolesAuthorizationRequirement([role])];
    }

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class EveryoneAttribute : Attribute, IAllowAnonymous;

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SievedAttribute : Attribute, IEventFilter
    {
        public ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next) => next(context);
    }

    [Authorize(Roles = "admin")]
    private class ForAdmins
    {
        [On]
        public string Open() => "open";
    }

    private sealed class Derived : ForAdmins;

    [Authorize(Roles = "clerk, admin")]
    private sealed class ForEither : Plain;

    [Authorize(Roles = "clerk, admin")]
    [Authorize("admins")]
    private sealed class ForBoth : Plain;

    [Authorize(Policy = "admins")]
    private sealed class ByPolicy : Plain;

    [Needs("admin")]
    private sealed class ByRequirement
    {
        [On]
        public string Open() => "open";
    }

    [AlsoNeeds("admin")]
    private sealed class AlsoByRequirement : Plain;

    [Authorize("nowhere")]
    private sealed class ByMissingPolicy : Plain;

    [Authorize]
    private class Plain
    {
        [On]
        public string Open() => "open";
    }

    [AllowAnonymous]
    private sealed class ForAnyone : Plain
    {
        [On, Authorize]
        public string Kept() => "kept";
    }

    [Everyone]
    private sealed class ForAnyoneOfOurs : Plain;

    private sealed class Counter
    {
        [On, Authorize(Roles = "admin")]
        public string Roles() => "roles";

        [On, Authorize(Roles = "clerk, admin"), Authorize("admins")]
        public string Both() => "both";

        [On, Authorize(Policy = "admins")]
        public string Policy() => "policy";

        [On, Needs("nobody")]
        public string Requirement() => "requirement";

        [On]
        public string Open() => "open";
    }

    [Authorize(AuthenticationSchemes = "Cookies")]
    private sealed class Misled
    {
        [On, AllowAnonymous]
        public string Opened() => "opened";

        [On, Authorize(AuthenticationSchemes = "Cookies")]
        public string Elsewhere() => "elsewhere";

        [OnConnection, Authorize]
        public void Come()
        {
        }

        [OnDisconnect, Sieved]
        public void Gone()
        {
        }
    }
}
