namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life over a WebSocket from the first request on.</summary>
internal class WebSocketLife : Life
{
    protected LeanConnection Connection { get; set; } = null!;

    protected virtual int Revision => 4;

    protected override async Task OpenAsync()
    {
        Connection = await LeanConnection.OpenAsync(Host.Address);
        await Connection.UpgradeAsync($"/socket.io/?EIO={Revision}&transport=websocket");
        await ExpectAsync("0{");
    }

    protected override async Task SendAsync(params string[] packets)
    {
        foreach (var packet in packets)
        {
            await Connection.SendFrameAsync(0x81, packet);
        }
    }

    protected override async Task<string> NextAsync() =>
        await Connection.ReadFrameAsync() ?? throw new EndOfStreamException("The server has closed the WebSocket.");

    protected override async Task DropAsync()
    {
        switch (Drop)
        {
            case Drop.Clean:
                await SendAsync("41" + Namespace);
                await Connection.SendFrameAsync(0x88, "");
                await Connection.ReadToEndAsync();
                break;
            case Drop.Kicked:
                await SendAsync($"42{Namespace}[\"kick\"]");
                while (await Connection.ReadFrameAsync() is not null)
                {
                    // What was on its way comes first.
                }

                await Connection.SendFrameAsync(0x88, "");
                await Connection.ReadToEndAsync();
                break;
            case Drop.EndOfStream:
                Connection.EndStream();
                await Connection.ReadToEndAsync();
                break;
            case Drop.Silent:
                Host.StaySilent(Connection);
                return;
        }

        Connection.Dispose();
    }
}
