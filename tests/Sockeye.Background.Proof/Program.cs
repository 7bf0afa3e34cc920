using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Processes;

var options = ProcessOptions.Read(args);
await using var output = Console.OpenStandardOutput();
var journal = new Journal(output);
await (options.Role == "work" ? Worker.RunAsync(options, journal) : Emitter.RunAsync(options, journal));
