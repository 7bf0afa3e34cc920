namespace Sockeye.Browser.Tests.Chat;

/// <summary>A demo that is killed and started again, on the same port and with the same data.</summary>
internal sealed class MortalDemo : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sockeye-");
    private SampleProcess? _process;

    public string Data => _data.FullName;

    public string Address => _process!.Address;

    public static async Task<MortalDemo> StartAsync()
    {
        var demo = new MortalDemo();
        await demo.StartAgainAsync();
        return demo;
    }

    public Task KillAsync() => _process!.KillAsync();

    public async Task StartAgainAsync()
    {
        var port = _process?.Port;
        if (_process is { } former)
        {
            _process = null;
            await former.DisposeAsync();
        }

        _process = await SampleProcess.StartAsync("Demo", port, data: Data, settings: DemoServer.ManyLogIns);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }
}
