using System.Diagnostics;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Ordering;

/// <summary>What the guide says of order, tried on Node.js and on .NET.</summary>
public sealed class OrderingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string> Titles => [.. OrderingPage.Sections.Select(static section => section.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Node_orders_things_as_the_page_says(string title)
    {
        var section = OrderingPage.Sections.Single(section => section.Title == title);
        var printed = await ChildProcess.RunAsync(new ProcessStartInfo("node", ["-e", section.Script]), Patience, CancellationToken);

        Assert.Equal(section.NodePrints, printed + "\n");
    }

    // All at once: they are one program.
    [Fact]
    public async Task Sockeye_orders_things_as_the_page_says()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = RepositoryRoot.PathOf("artifacts", "bin", "Snippets.Events", configuration, "Snippets.Events.dll");
        var printed = await ChildProcess.RunAsync(new ProcessStartInfo("dotnet", [program, "Ordering"]), Patience, CancellationToken);

        // The last section is about threads, which Node.js has not.
        var outputs = printed.Split("# ", StringSplitOptions.RemoveEmptyEntries).Select(static example => example.TrimEnd('\n').Split('\n', 2)[1] + "\n");
        Assert.Equal(OrderingPage.Sections.Select(static section => section.SockeyePrints), outputs.SkipLast(1));
    }

    [Fact]
    public void The_page_calls_the_same_what_is_the_same()
    {
        Assert.InRange(OrderingPage.Sections.Count, 11, int.MaxValue);
        Assert.All(OrderingPage.Sections, static section => Assert.Equal(section.IsSame, section.NodePrints == section.SockeyePrints));
    }

    [Fact]
    public async Task Who_waits_for_an_event_never_runs_inside_the_emit()
    {
        var emitter = new EventEmitter();
        var resumedOn = ResumedOnAsync();
        var emittedOn = await Task.Factory.StartNew(
            () =>
            {
                emitter.Emit("event");
                resumedOn.Wait(CancellationToken); // this thread is taken until the waiter has gone on
                return Environment.CurrentManagedThreadId;
            },
            CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).DefaultTimeout();

        Assert.NotEqual(emittedOn, await resumedOn.DefaultTimeout());

        async Task<int> ResumedOnAsync()
        {
            await emitter.OnceAsync("event", CancellationToken);
            return Environment.CurrentManagedThreadId;
        }
    }
}
