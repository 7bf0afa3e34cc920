using System.Text.Json;
using Sockeye.LoadRig.Linux;
using Sockeye.LoadRig.Workloads;

namespace Sockeye.LoadRig.Generation;

/// <summary>The generator's process: one workload against one server.</summary>
internal static class Generator
{
    public const string ResultMark = "result ";

    public static int Start(string argument)
    {
        var options = GeneratorOptions.Parse(argument);
        try
        {
            OpenFiles.AllowFor(options.Clients);
            var workload = Workload.Named(options);
            using var loop = new ClientLoop(Wire.Named(options.Wire), options.Port) { Sink = workload };
            loop.WatchInput();
            var result = workload.Measure(loop, new Run(loop));
            Console.WriteLine(ResultMark + JsonSerializer.Serialize(result));
            return 0;
        }
        catch (InvalidOperationException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
