using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Connections;

public sealed class PollingViolationTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory, Trait("Behaviour", "6")]
    [InlineData("4abc")]
    [InlineData("42[\"unfinished\"")]
    [InlineData("42[\"early\"]")]
    public async Task The_next_poll_is_told_of_the_end(string packet)
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        var open = await http.GetStringAsync("/socket.io/?EIO=4&transport=polling", Aborted).DefaultTimeout();
        var session = "/socket.io/?EIO=4&transport=polling&sid=" + open.Split('"')[3];

        using var content = new StringContent(packet);
        using var posted = await http.PostAsync(session, content, Aborted).DefaultTimeout();

        Assert.Equal("ok", await posted.Content.ReadAsStringAsync(Aborted));
        Assert.Equal("6\u001e1", await http.GetStringAsync(session, Aborted).DefaultTimeout());
        using var after = await http.GetAsync(session, Aborted).DefaultTimeout();
        Assert.Equal("""{"code":1,"message":"Session ID unknown"}""", await after.Content.ReadAsStringAsync(Aborted));
    }
}
