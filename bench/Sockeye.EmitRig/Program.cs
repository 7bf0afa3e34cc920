using System.Diagnostics;
using System.Globalization;
using Sockeye;
using Sockeye.EmitRig;
using Sockeye.EmitRig.Paths;

const int WarmUpRounds = 12;
if (args is not ([] or ["--rounds", _]) || !int.TryParse(args is [_, var given] ? given : "25", NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rounds < 1)
{
    Console.Error.WriteLine("Usage: Sockeye.EmitRig [--rounds 25]");
    return 2;
}

// The thread that measures and Node.js share one core, the last; the runtime's own threads may use the others.
if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
{
    using var self = Process.GetCurrentProcess();
    self.ProcessorAffinity = (nint)(1L << (Environment.ProcessorCount - 1));
}

using var node = new NodePeer();
Series Emits(int count, int operations) => new(
    count == 1 ? "emit to 1 listener" : $"emit to {count} listeners",
    operations,
    new MulticastPath(Listener.Make(count)),
    new NodePath(node, count),
    new KeyPath(Listener.Make(count)),
    new NamePath(Listener.Make(count)),
    new KeyPath(Listener.Make(count), Watching.Instrumented),
    new NamePath(Listener.Make(count), Watching.Instrumented),
    new KeyPath(Listener.Make(count), Watching.Traced),
    new NamePath(Listener.Make(count), Watching.Traced),
    new ChannelPath(Listener.Make(count)));
Series[] emits = [Emits(1, 2_000_000), Emits(3, 1_000_000), Emits(10, 400_000)];
var calls = new Series(
    "call through a closed circuit",
    200_000,
    new PollyPath(Listener.Make(1)),
    new BreakerPath("Sockeye, failures in a row", Listener.Make(1), new CircuitBreakerOptions()),
    new BreakerPath("Sockeye, failure ratio", Listener.Make(1), new CircuitBreakerOptions { FailureRatio = new FailureRatioOptions() }));

for (var round = -WarmUpRounds; round < rounds; round++)
{
    foreach (var series in emits.Append(calls))
    {
        series.Run(round + WarmUpRounds, isCounted: round >= 0);
    }
}

foreach (var series in emits)
{
    Report.Print(series, 0, 1);
}

Report.Print(calls, 0);
Console.WriteLine();
var areKept = true;
foreach (var series in emits)
{
    foreach (var key in new[] { 2, 4, 6 })
    {
        areKept &= Report.Budget(
            $"{series.Title}, {series.Paths[key].Name}: at most 2 × multicast + 2 ns",
            series.Median(samples => (2 * samples[0].Nanoseconds) + 2 - samples[key].Nanoseconds));
    }

    foreach (var name in new[] { 3, 5, 7 })
    {
        areKept &= Report.Budget($"{series.Title}, {series.Paths[name].Name}: below Node.js", series.Median(samples => samples[1].Nanoseconds - samples[name].Nanoseconds));
    }

    areKept &= Enumerable.Range(2, 6).All(path => series.Bytes(path) == 0);
}

foreach (var breaker in new[] { 1, 2 })
{
    areKept &= Report.Budget($"{calls.Paths[breaker].Name}: at most Polly + 10 ns", calls.Median(samples => samples[0].Nanoseconds + 10 - samples[breaker].Nanoseconds));
}

return areKept ? 0 : 1;
