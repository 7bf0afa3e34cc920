using System.Text.Json;
using Sockeye.Protocol.Tests.SocketIO.Differential;
using Sockeye.TestKit;

[assembly: AssemblyFixture(typeof(OfficialParser))]

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>The official socket.io-parser in one Node.js process for the whole run, started when it is first asked.</summary>
public sealed class OfficialParser : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NodeProcess? _node;

    /// <summary>Asks one question: see <c>tests/js/socket-io-parser.mjs</c>.</summary>
    public async Task<JsonElement> AskAsync(object question)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _turn.WaitAsync(cancellation);
        try
        {
            _node ??= Start();
            return JsonSerializer.Deserialize<JsonElement>(await _node.AskAsync(JsonSerializer.Serialize(question), cancellation));
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        _turn.Dispose();
    }

    private static NodeProcess Start()
    {
        Assert.True(
            Directory.Exists(RepositoryRoot.PathOf("tests", "js", "node_modules", "socket.io-parser")),
            "The npm packages are missing: run `npm ci` in tests/js (test.sh does).");
        return NodeProcess.Start("socket-io-parser.mjs");
    }
}
