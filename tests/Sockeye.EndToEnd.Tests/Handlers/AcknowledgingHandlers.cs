using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Answers to the client and questions to it.</summary>
internal static class AcknowledgingHandlers
{
    public static void AddTo(SocketServer io, SockeyeHost host) => io.OnConnection(socket =>
    {
        var (journal, signals) = (host.Journal, host.Signals);
        socket.On("ack value", (int number) => number + 1);
        socket.On("ack later", async (int number) =>
        {
            await signals.Given("ack later");
            return number + 1;
        });
        socket.On("ack nothing", () => { });
        socket.On("ack nothing later", async () => await signals.Given("ack nothing later"));
        socket.On("ack null", () => (string?)null);
        socket.On("ack several", (Ack ack) => ack.Send(1, "two", new byte[] { 3 }, new { four = new[] { new byte[] { 4, 4 } } }));
        socket.On("ack early", async (Ack ack) =>
        {
            ack.Send("early");
            await signals.Given("ack early");
            journal.Write("ack early", "went on");
        });
        socket.On("ack never", (Ack _) => journal.Write("ack never", "called"));
        socket.On("ack twice", (Ack ack) =>
        {
            ack.Send("first");
            ack.Send("second");
        });
        socket.On("ack wanted", (Ack ack) => journal.Write("ack wanted", ack.IsWanted));
        AddQuestions(io, socket, journal);
        socket.On("fill", (int number) => journal.Write("filled", number));
        socket.On("slow", async (string name) =>
        {
            await signals.Given(name);
            journal.Write("slow", name);
        });
    });

    private static void AddQuestions(SocketServer io, Socket socket, Journal journal)
    {
        socket.On("ask", async (EventArguments arguments) =>
        {
            var questions = Enumerable.Range(1, arguments.Count - 1).Select(index => arguments.Get<AnyValue>(index).Value).ToArray();
            var timeout = TimeSpan.FromMilliseconds(arguments.Get<int>(0));
            var result = await socket.Timeout(timeout).EmitArgumentsWithAckAsync<string?>("question", questions);
            journal.Write("answers", Outcome(result) is { } failure ? [failure] : new object?[] { "answered", result.Value });
        });
        socket.On("ask everyone", async (int milliseconds, string room) =>
        {
            var answers = await io.To(room).Timeout(TimeSpan.FromMilliseconds(milliseconds)).EmitWithAckAsync<string>("question", "all");
            journal.Write("answers", new object[]
            {
                answers.IsComplete ? "answered" : "operation has timed out", answers.Values.Order(StringComparer.Ordinal),
            });
        });
        socket.On("converse", async () => await socket.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<string>("question", "deep"));
    }

    /// <summary>What the official server says of an answer that did not come.</summary>
    private static string? Outcome<T>(AckResult<T> result) => result.Failure switch
    {
        AckFailure.None => null,
        AckFailure.Timeout => "operation has timed out",
        var other => other.ToString(),
    };
}
