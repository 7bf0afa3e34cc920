using System.Globalization;

namespace Sockeye.JobRig.Rig;

/// <summary>What the command line asks for.</summary>
internal sealed record RigOptions
{
    public const string Usage =
        """
        usage: JobRig [postgres | embedded | memory]...
          --concurrency 1,10,100
          --rounds 5       in each of them every peer has its turn
          --peers sockeye,bullmq
          --part 1         of the jobs to do, where less time is to be had
          --connections 20 to PostgreSQL, of each process
          --foreign 0.1    the part of the machine that others may take before a run is void
          --json FILE      every run's figures
          --smoke          tiny and quick: shows that rig, servers and peers work; its figures mean nothing
        """;

    public IReadOnlyList<Table> Tables { get; private init; } = Table.All;

    public IReadOnlyList<Plan> Plans { get; private init; } = Plan.All;

    public IReadOnlyList<string> Peers { get; private init; } = ["sockeye", "bullmq"];

    public int Rounds { get; private init; } = 5;

    public int Connections { get; private init; } = 20;

    public double Foreign { get; private init; } = 0.1;

    public double Part { get; private init; } = 1;

    public string? JsonFile { get; private init; }

    public bool IsMemory { get; private init; }

    public bool IsSmoke { get; private init; }

    public static RigOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RigOptions();
        var names = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{argument} wants a value.\n{Usage}");
            int Count() => int.TryParse(Value(), out var count) && count > 0 ? count : throw new ArgumentException($"{argument} wants a number above 0 and not {arguments[i]}.");
            double Part() => double.TryParse(Value(), CultureInfo.InvariantCulture, out var part) && part is >= 0 and <= 1
                ? part : throw new ArgumentException($"{argument} wants a part from 0 to 1 and not {arguments[i]}.");
            options = argument switch
            {
                "--concurrency" => options with { Plans = [.. Value().Split(',').Select(PlanOf)] },
                "--rounds" => options with { Rounds = Count() },
                "--peers" => options with { Peers = [.. Value().Split(',').Select(PeerOf)] },
                "--connections" => options with { Connections = Count() },
                "--foreign" => options with { Foreign = Part() },
                "--part" => options with { Part = Part() },
                "--json" => options with { JsonFile = Value() },
                "--smoke" => options with { IsSmoke = true, Rounds = 1, Foreign = double.PositiveInfinity },
                "memory" => options with { IsMemory = true },
                _ when argument.StartsWith('-') => throw new ArgumentException($"There is no option {argument}.\n{Usage}"),
                _ => options.And(names, argument),
            };
        }

        return options with
        {
            Tables = [.. Table.All.Where(table => names.Count == 0 || names.Contains(table.Name))],
            Plans = [.. options.Plans.Select(plan => options.IsSmoke ? plan.Small() : plan.Part(options.Part))],
        };
    }

    private static Plan PlanOf(string concurrency) =>
        Plan.All.FirstOrDefault(plan => concurrency == plan.Concurrency.ToString(CultureInfo.InvariantCulture))
        ?? throw new ArgumentException($"There is no concurrency {concurrency}: there are {string.Join(", ", Plan.All.Select(static plan => plan.Concurrency))}.");

    private static string PeerOf(string name) => name is "sockeye" or "bullmq" ? name : throw new ArgumentException($"There is no peer {name}: there are sockeye and bullmq.");

    private RigOptions And(List<string> names, string name)
    {
        names.Add(Table.All.Any(table => table.Name == name) ? name : throw new ArgumentException($"There is no table {name}.\n{Usage}"));
        return this;
    }
}
