namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life that begins with polling and moves to a WebSocket.</summary>
internal sealed class UpgradedLife : WebSocketLife
{
    protected override async Task OpenAsync()
    {
        var polling = await Host.TakeConnectionAsync();
        await polling.GetAsync("/socket.io/?EIO=4&transport=polling");
        var open = await polling.ReadAnswerAsync();
        var sid = open.Substring(open.IndexOf("\"sid\":\"", StringComparison.Ordinal) + 7, 20);
        Host.GiveBack(polling);
        Connection = await LeanConnection.OpenAsync(Host.Address);
        await Connection.UpgradeAsync($"/socket.io/?EIO=4&transport=websocket&sid={sid}");
        await SendAsync("2probe");
        await ExpectAsync("3probe");
        await SendAsync("5");
    }
}
