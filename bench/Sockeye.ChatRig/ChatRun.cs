using System.Diagnostics;
using Sockeye.JobRig.Linux;

namespace Sockeye.ChatRig;

/// <summary>One run: accounts, log-ins, connections, talk, and what came of it.</summary>
internal static class ChatRun
{
    /// <summary>Runs.</summary>
    /// <returns>The exit code: 1 where something was lost or doubled, or the page was slower than its budget.</returns>
    public static async Task<int> StartAsync(RigOptions options)
    {
        var ownData = options.Data is null ? Directory.CreateTempSubdirectory("sockeye-chat-rig-") : null;
        var data = options.Data ?? ownData!.FullName;
        try
        {
            await using var demo = await DemoProcess.StartAsync(data);
            try
            {
                return await RunAsync(options, demo, data);
            }
            catch (Exception exception) when (exception is not InvalidOperationException)
            {
                throw new InvalidOperationException($"{exception}\nThe demo says:\n{demo.Output}", exception);
            }
        }
        finally
        {
            ownData?.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(RigOptions options, DemoProcess demo, string data)
    {
        Population.Add(demo.Database, options.Clients);
        var begin = Stopwatch.GetTimestamp();
        var cookies = await LogIns.BeginAsync(demo.Address, data, options.Clients);
        Say($"{options.Clients} clients are logged in after {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s");
        if (options.IsPreparing)
        {
            return 0;
        }

        var run = $"load{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds():x}";
        var ledger = new Ledger(options.Rate * (options.WarmUp + options.Seconds), options.Rate * options.WarmUp);
        await using var pages = await PagePair.OpenAsync(demo.Address, options.Pause);
        var residentBefore = demo.ResidentBytes;
        await using var crowd = new Crowd(options.Clients, run, ledger);
        begin = Stopwatch.GetTimestamp();
        await crowd.ConnectAsync(demo.Address, cookies);
        var strangers = await crowd.MeetAsync();
        var connecting = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Say($"they are connected and see their contacts after {connecting:0.0} s");

        var residentConnected = demo.ResidentBytes;
        await pages.BeginAsync();
        var talking = crowd.TalkAsync(options.Rate);
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp), TimeProvider.System);
        await pages.CountAsync();
        var machine = MachineTime.Read();
        var before = ledger.Totals();
        var cpu = demo.CpuSeconds;
        var ownCpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        begin = Stopwatch.GetTimestamp();
        await talking;
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var totals = ledger.Totals();
        cpu = (demo.CpuSeconds - cpu) / seconds;
        ownCpu = (Environment.CpuUsage.TotalTime.TotalSeconds - ownCpu) / seconds;
        var foreign = MachineTime.Read().ForeignShareSince(machine, seconds);
        var page = await pages.EndAsync();
        await crowd.SettleAsync();

        var outcome = new Outcome(ledger.Read(), Population.CountMessages(demo.Database, run), crowd.Failures(), strangers);
        Report.Write(options, ledger, page, outcome, new Report.Machine(
            (totals.Acknowledgements - before.Acknowledgements) / seconds, (totals.Receipts - before.Receipts) / seconds,
            (totals.Presences - before.Presences) / seconds, connecting, cpu, ownCpu, foreign, residentBefore, residentConnected, demo.ResidentBytes));
        return Report.Judge(options, ledger, page, outcome);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
