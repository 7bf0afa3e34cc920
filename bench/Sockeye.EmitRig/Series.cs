using Sockeye.EmitRig.Paths;

namespace Sockeye.EmitRig;

/// <summary>Paths that are measured beside each other: in each round every one of them in turn, so that whatever disturbs the machine disturbs all alike.</summary>
internal sealed class Series(string title, int operations, params MeasuredPath[] paths)
{
    private readonly List<Sample[]> _rounds = [];

    public string Title => title;

    public IReadOnlyList<MeasuredPath> Paths => paths;

    /// <summary>Runs one round, beginning with another path each time.</summary>
    public void Run(int round, bool isCounted)
    {
        var samples = new Sample[paths.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            var path = (i + round) % paths.Length;
            samples[path] = paths[path].Measure(operations);
        }

        if (isCounted)
        {
            _rounds.Add(samples);
        }
    }

    public (double Least, double Median, double Greatest) Nanoseconds(int path) => Spread(samples => samples[path].Nanoseconds);

    public double Bytes(int path) => Spread(samples => samples[path].Bytes).Median;

    /// <summary>Gets the median of what each round's ratio was.</summary>
    public double Ratio(int path, int to) => Spread(samples => samples[path].Nanoseconds / samples[to].Nanoseconds).Median;

    /// <summary>Gets the median, over the rounds, of some figure.</summary>
    public double Median(Func<Sample[], double> figure) => Spread(figure).Median;

    private (double Least, double Median, double Greatest) Spread(Func<Sample[], double> figure)
    {
        var values = _rounds.Select(figure).Order().ToArray();
        return (values[0], values[values.Length / 2], values[^1]);
    }
}
