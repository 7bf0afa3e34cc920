namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life over polling, on connections that are kept alive for the next one as a browser's are.</summary>
internal class PollingLife : Life
{
    private readonly Queue<string> _waiting = [];
    private string _sid = "";

    protected LeanConnection Connection { get; private set; } = null!;

    protected string Target { get; private set; } = "";

    protected virtual int Revision => 4;

    protected override async Task OpenAsync()
    {
        Connection = await Host.TakeConnectionAsync();
        Target = $"/socket.io/?EIO={Revision}&transport=polling";
        await Connection.GetAsync(Target);
        var open = await Connection.ReadAnswerAsync();
        var sid = open.IndexOf("\"sid\":\"", StringComparison.Ordinal) + 7;
        _sid = open[sid..open.IndexOf('"', sid)];
        Target += "&sid=" + _sid;
    }

    protected override async Task SendAsync(params string[] packets)
    {
        await Connection.PostAsync(Target, Join(packets));
        Assert.Equal("ok", await Connection.ReadAnswerAsync());
    }

    protected override async Task<string> NextAsync()
    {
        while (_waiting.Count == 0)
        {
            await Connection.GetAsync(Target);
            foreach (var packet in Split(await Connection.ReadAnswerAsync()))
            {
                _waiting.Enqueue(packet);
            }
        }

        return _waiting.Dequeue();
    }

    protected override async Task DropAsync()
    {
        switch (Drop)
        {
            case Drop.Clean:
                await SendAsync("41" + Namespace, "1");
                Host.GiveBack(Connection);
                break;
            case Drop.Kicked:
                await SendAsync($"42{Namespace}[\"kick\"]");
                while (await NextAsync() != "1")
                {
                    // What was on its way comes first.
                }

                Host.GiveBack(Connection);
                break;
            case Drop.Silent:
                Host.GiveBack(Connection);
                break;
            default:
                await Connection.GetAsync(Target); // in the middle of a poll
                await Host.HoldsPollAsync(_sid);
                if (Drop == Drop.EndOfStream)
                {
                    Connection.EndStream();
                    await Connection.ReadToEndAsync();
                }

                Connection.Dispose();
                break;
        }
    }

    protected virtual string Join(string[] packets) => string.Join('\u001e', packets);

    protected virtual IEnumerable<string> Split(string payload) => payload.Split('\u001e');
}
