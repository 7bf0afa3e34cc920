using Sockeye.JobRig.Peers;
using Sockeye.JobRig.Rig;

// The rig starts itself once more as Sockeye's producer and as its worker.
if (args is ["peer", var settings])
{
    return await SockeyePeer.RunAsync(PeerSettings.Parse(settings));
}

try
{
    var options = RigOptions.Parse(args);
    return options.IsMemory ? await MemoryRun.StartAsync(options) : await JobRun.StartAsync(options);
}
catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
