using System.Globalization;
using Sockeye.StreamRig;

var gigabytes = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 10;
if (args.Length is < 1 or > 2 || gigabytes <= 0 || Workload.Find(args[0]) is not { } workload)
{
    Console.Error.WriteLine($"Usage: Sockeye.StreamRig {string.Join('|', Workload.Names)} [gigabytes, 10 by default]");
    return 1;
}

var bytes = (long)(gigabytes * 1e9);
var memory = new MemoryWatch(bytes);
var start = TimeProvider.System.GetTimestamp();
var result = await workload.RunAsync(bytes, memory);
var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{args[0]}: {result.BytesRead:N0} bytes in, {result.BytesWritten:N0} bytes out, each of them compared, in {seconds:0.0} s: {result.BytesRead / seconds / 1e6:0} MB/s"));
memory.Print();
return 0;
