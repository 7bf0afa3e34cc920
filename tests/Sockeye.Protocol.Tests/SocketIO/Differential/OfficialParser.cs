using System.Text.Json;
using Sockeye.Protocol.Tests.SocketIO.Differential;
using Sockeye.TestKit;

[assembly: AssemblyFixture(typeof(OfficialParser))]
[assembly: AssemblyFixture(typeof(OfficialMessagePackParser))]

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>The official socket.io-parser in one Node.js process for the whole run, started when it is first asked.</summary>
public class OfficialParser : IAsyncDisposable
{
    private readonly string _package;
    private readonly string _script;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NodeProcess? _node;

    public OfficialParser()
        : this("socket.io-parser", "socket-io-parser.mjs")
    {
    }

    private protected OfficialParser(string package, string script)
    {
        _package = package;
        _script = script;
    }

    /// <summary>Asks one question: see the script in <c>tests/js</c>.</summary>
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
        GC.SuppressFinalize(this);
    }

    private NodeProcess Start()
    {
        Assert.True(
            Directory.Exists(RepositoryRoot.PathOf("tests", "js", "node_modules", _package)),
            "The npm packages are missing: run `npm ci` in tests/js (test.sh does).");
        return NodeProcess.Start(_script);
    }
}
