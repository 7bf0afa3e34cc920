using System.Diagnostics;
using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Documents;

public sealed class FromNodeTests
{
    // What Node.js itself says that there is, but for what it keeps to itself.
    private const string Words = """
        const events = require("node:events");
        const stream = require("node:stream");
        const { StringDecoder } = require("node:string_decoder");
        const of = (...objects) => objects.flatMap(Object.getOwnPropertyNames).filter((name) => !/^_|^(constructor|length|name|prototype)$/.test(name));
        const words = [
          ...of(events, events.prototype, events.EventEmitterAsyncResource.prototype, EventTarget.prototype, stream, stream.promises),
          ...["Event", "CustomEvent", "NodeEventTarget", "newListener", "removeListener", "error", "signal", StringDecoder.name],
        ];
        console.log([...new Set(words)].join("\n"));
        """;

    [Fact]
    public async Task The_table_has_every_word_of_Node()
    {
        var words = (await ChildProcess.RunAsync(new ProcessStartInfo("node", ["-e", Words]), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Split('\n');
        var page = SourceTree.Read("docs/events/from-node.md");

        Assert.InRange(words.Length, 50, int.MaxValue);
        Violations.None(words.Where(word => !Regex.IsMatch(page, $@"^\|[^|]*`[^|]*\b{word}\b[^|]*\|", RegexOptions.Multiline)).Select(static word => $"{word} is in no row."));
    }
}
