using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests;

public class HandshakeTests
{
    [Fact, Trait("Behaviour", "89"), Trait("Behaviour", "90")]
    public async Task A_polling_handshake_answers_with_the_open_packet()
    {
        await using var host = await EngineHost.StartAsync(options => options.GenerateId = static _ => ValueTask.FromResult("an-id"));

        using var answer = await host.Http.GetAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(
            """0{"sid":"an-id","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain; charset=UTF-8", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal("no-store", answer.Headers.GetValues("cache-control").Single());
    }
}
