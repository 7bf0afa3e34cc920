using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Rig;

// The rig starts itself once more, on the other core, as the generator.
if (args is ["generate", var argument])
{
    return Generator.Start(argument);
}

try
{
    return await LoadRun.StartAsync(RigOptions.Parse(args));
}
catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
