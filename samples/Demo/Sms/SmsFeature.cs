using Demo.Shell;
using Demo.Sms.Gateway;
using Demo.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Demo.Sms;

/// <summary>SMS by an HTTP gateway, which the demo plays itself unless <c>Sms:Gateway</c> names one.</summary>
internal static class SmsFeature
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddSms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Sms").Get<SmsSettings>() ?? new SmsSettings());
        builder.Services.AddSingleton<GatewayAddress>();
        builder.Services.AddSingleton<GatewayCircuit>();
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.AddHttpClient<SmsSender>(http => http.Timeout = Patience);
        builder.Services.AddSingleton<GatewaySwitch>();
        builder.Services.AddSingleton<GatewayOutbox>();
        builder.Services.AddSingleton<GatewayJournal>();
        builder.Services.AddSingleton<PlayedGateway>();
    }

    public static void MapSms(this WebApplication app)
    {
        app.MapPost("/sms-gateway/messages", app.Services.GetRequiredService<PlayedGateway>().TakeAsync).WithSmallBodies();
        app.MapGet("/api/sms", ShowAsync);
        app.MapPost("/api/sms/gateway", Results<Ok<GatewayChange>, ValidationProblem> (GatewayChange change, GatewaySwitch onOff, ChangeFeed changes) =>
        {
            if (change.IsFailing is not { } isFailing)
            {
                return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["isFailing"] = ["Say true or false."] });
            }

            onOff.IsFailing = isFailing;
            changes.Tell(ChangeFeed.Sms);
            return TypedResults.Ok(change);
        }).WithSmallBodies();
    }

    private static async Task<GatewayReport> ShowAsync(
        GatewaySwitch onOff,
        GatewayCircuit circuit,
        GatewayJournal journal,
        GatewayOutbox outbox,
        GatewayAddress gateway,
        CancellationToken cancellationToken) =>
        new(await gateway.WhenReadyAsync(cancellationToken), onOff.IsFailing, circuit.State, circuit.Notes, journal.Latest, outbox.List());
}
