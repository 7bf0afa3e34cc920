using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The page says what the code reports, and the code reports what the page says.</summary>
public sealed partial class ObservabilityTests
{
    private const string ActivityWrapper = "src/Sockeye.Server/Diagnostics/ServerActivities.cs";

    private static readonly string Page = SourceTree.Read("docs/observability.md");

    [Fact]
    public async Task Every_instrument_is_on_the_page_and_no_other()
    {
        using var meters = new RecordingMeters();
        await using var server = new SocketServer(new SocketServerOptions(), TimeProvider.System, NullLoggerFactory.Instance, meters);
        await using var webSockets = new WebSocketServer(new WebSocketServerOptions(), TimeProvider.System, NullLoggerFactory.Instance, meters);
        await using var background = new ServiceCollection().AddSingleton<IMeterFactory>(meters).AddSockeyeBackground(static background => background.UseMemory()).BuildServiceProvider();
        _ = background.GetRequiredService<IBackgroundEvents>();
        using var reports = new EventEmitter().Instrument(meters);

        var declared = meters.Instruments.Select(static instrument => $"{instrument.Name} {KindOf(instrument)} {instrument.Unit}");
        var listed = InstrumentRow().Matches(Page).Select(static row => $"{row.Groups["name"]} {row.Groups["kind"]} {row.Groups["unit"]}");

        Assert.Equal(declared.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));

        // Nothing makes an instrument of its own somewhere else.
        var made = SourceFiles().SelectMany(static path => InstrumentMade().Matches(SourceTree.Read(path))).Count();
        Assert.Equal(meters.Instruments.Count, made);
    }

    [Fact]
    public void Every_activity_is_on_the_page_and_no_other()
    {
        var started =
            from path in SourceFiles()
            from Match start in ActivityStart().Matches(SourceTree.Read(path))
            select $"{Library(path)} {Hole().Replace(start.Groups["name"].Value, "{event}")}";
        var listed = ActivityRow().Matches(Page).Select(static row => $"{row.Groups["source"]} {row.Groups["name"]}");

        Assert.Equal(started.Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Violations.None(
            from path in SourceFiles()
            where path != ActivityWrapper
            let text = SourceTree.Read(path)
            where AnyStart().Count(text) != ActivityStart().Count(text)
            select $"{path}: an activity is started whose name is not written out there");
    }

    [Fact]
    public void Every_log_event_is_on_the_page_and_no_other()
    {
        var declared =
            from assembly in Libraries.Assemblies
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let log = method.GetCustomAttribute<LoggerMessageAttribute>()
            where log is not null
            select $"| {assembly.GetName().Name} | {log.EventId} | {log.Level} | `{log.EventName}` | {log.Message} |";

        Assert.Equal(declared.Order(StringComparer.Ordinal), EventRow().Matches(Page).Select(static row => row.Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> SourceFiles() => SourceTree.CSharpFiles.Where(static path => path.StartsWith("src/", StringComparison.Ordinal));

    private static string Library(string path) => path.Split('/')[1];

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableUpDownCounter" => "observable up-down counter",
        "ObservableGauge" => "observable gauge",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>sockeye\.[\w.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"\.Create(?:Observable)?(?:Counter|UpDownCounter|Histogram|Gauge)\b")]
    private static partial Regex InstrumentMade();

    [GeneratedRegex(@"^\| `(?<name>[^`|]+)` \| `(?<source>Sockeye\.\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ActivityRow();

    [GeneratedRegex(@"(?:\.StartActivity|ServerActivities\.Start|=> Start|= Start)\(\s*\$?""(?<name>[^""]+)""")]
    private static partial Regex ActivityStart();

    [GeneratedRegex(@"\.StartActivity\(|ServerActivities\.Start\(|new Activity\(")]
    private static partial Regex AnyStart();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^\| Sockeye\.[\w.]+ \| \d+ \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    private sealed class RecordingMeters : IMeterFactory
    {
        private readonly MeterListener _listener = new();
        private readonly List<Meter> _meters = [];

        public RecordingMeters()
        {
            _listener.InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == this)
                {
                    Instruments.Add(instrument);
                }
            };
            _listener.Start();
        }

        public List<Instrument> Instruments { get; } = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose()
        {
            _listener.Dispose();
            _meters.ForEach(static meter => meter.Dispose());
        }
    }
}
