using System.Globalization;

namespace Sockeye.ChatRig;

/// <summary>What the command line asks for.</summary>
internal sealed record RigOptions
{
    public const string Usage =
        """
        usage: ChatRig
          --clients 2000    a multiple of 10
          --rate 100        messages a second that all clients together send
          --warmup 15       seconds under full load that are not counted
          --seconds 40      seconds that are counted
          --pause 250       milliseconds between the page's messages
          --budget 200      milliseconds that the page's 95th percentile may take
          --data FOLDER     where the demo keeps its data; a second run finds accounts and log-ins there
          --prepare         make accounts and log them in, and no more; wants --data
        """;

    public int Clients { get; private init; } = 2000;

    public int Rate { get; private init; } = 100;

    public int WarmUp { get; private init; } = 15;

    public int Seconds { get; private init; } = 40;

    public int Pause { get; private init; } = 250;

    public int Budget { get; private init; } = 200;

    public string? Data { get; private init; }

    public bool IsPreparing { get; private init; }

    public static RigOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RigOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{argument} wants a value.\n{Usage}");
            int Count() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? count : throw new ArgumentException($"{argument} wants a number above 0 and not {arguments[i]}.");
            options = argument switch
            {
                "--clients" => options with { Clients = Count() },
                "--rate" => options with { Rate = Count() },
                "--warmup" => options with { WarmUp = Count() },
                "--seconds" => options with { Seconds = Count() },
                "--pause" => options with { Pause = Count() },
                "--budget" => options with { Budget = Count() },
                "--data" => options with { Data = Path.GetFullPath(Value()) },
                "--prepare" => options with { IsPreparing = true },
                _ => throw new ArgumentException($"There is no option {argument}.\n{Usage}"),
            };
        }

        return options.Clients % Population.GroupSize != 0 ? throw new ArgumentException($"--clients wants a multiple of {Population.GroupSize} and not {options.Clients}.")
            : options.IsPreparing && options.Data is null ? throw new ArgumentException("--prepare wants --data: the folder that the run finds all in.")
            : options;
    }
}
