using System.Globalization;

namespace Sockeye.LoadRig.Rig;

/// <summary>What the command line asks for.</summary>
internal sealed record RigOptions
{
    public const string Usage =
        """
        usage: LoadRig [all | echo | broadcast | broadcast-8 | rooms-1 | rooms-1000 | rooms-100000 | connect | idle]...
          --peers sockeye,node,bun,signalr   in this order, one after the other, in every round
          --rounds 3      --warmup 20 (seconds under full load, not counted)      --seconds 4 (counted)
          --clients N     --in-flight N      instead of the workload's own sizes
          --server-core 0 --generator-core 1
          --json FILE     every run's figures
          --smoke         tiny and quick: shows that rig, peers and handlers work; its figures mean nothing
        """;

    public IReadOnlyList<Plan> Plans { get; private init; } = Plan.All;

    public IReadOnlyList<Peer> Peers { get; private init; } = Peer.All;

    public int Rounds { get; private init; } = 3;

    public double WarmUpSeconds { get; private init; } = 20;

    public double Seconds { get; private init; } = 4;

    public int ServerCore { get; private init; }

    public int GeneratorCore { get; private init; } = 1;

    public string? JsonFile { get; private init; }

    public bool IsSmoke { get; private init; }

    public static RigOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RigOptions();
        var names = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{argument} wants a value.\n{Usage}");
            int Count() => int.TryParse(Value(), out var count) && count >= 0
                ? count : throw new ArgumentException($"{argument} wants a number and not {arguments[i]}.");
            double Time() => double.TryParse(Value(), CultureInfo.InvariantCulture, out var time) && time > 0
                ? time : throw new ArgumentException($"{argument} wants a number of seconds and not {arguments[i]}.");
            options = argument switch
            {
                "--smoke" => options.Small(),
                "--peers" => options with { Peers = [.. Value().Split(',').Select(Peer.Named)] },
                "--rounds" => options with { Rounds = Count() },
                "--warmup" => options with { WarmUpSeconds = Time() },
                "--seconds" => options with { Seconds = Time() },
                "--clients" => options.Sized(Count(), null),
                "--in-flight" => options.Sized(null, Count()),
                "--server-core" => options with { ServerCore = Count() },
                "--generator-core" => options with { GeneratorCore = Count() },
                "--json" => options with { JsonFile = Value() },
                _ when argument.StartsWith('-') => throw new ArgumentException($"There is no option {argument}.\n{Usage}"),
                _ => options.And(names, argument),
            };
        }

        return options.Selected(names);
    }

    private RigOptions And(List<string> names, string name)
    {
        names.Add(name);
        return this;
    }

    private RigOptions Small() => this with
    {
        IsSmoke = true,
        Rounds = 1,
        WarmUpSeconds = 0.2,
        Seconds = 0.3,
        Peers = [Peer.Named("sockeye"), Peer.Named("sockeye-transport"), Peer.Named("node")],
    };

    private RigOptions Sized(int? clients, int? inFlight) => this with
    {
        Plans = [.. Plans.Select(plan => plan with { Clients = clients ?? plan.Clients, InFlight = inFlight ?? plan.InFlight })],
    };

    private RigOptions Selected(List<string> names)
    {
        if (names.FirstOrDefault(name => name != "all" && Plans.All(plan => plan.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"There is no workload {unknown}.\n{Usage}");
        }

        var plans = Plans.Where(plan => names.Count == 0 || names.Contains("all") || names.Contains(plan.Name));
        return this with { Plans = [.. plans.Select(plan => IsSmoke ? plan.Small() : plan)] };
    }
}
