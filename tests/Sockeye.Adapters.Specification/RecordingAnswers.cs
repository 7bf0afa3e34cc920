namespace Sockeye.Adapters.Specification;

/// <summary>Notes what comes back from a question, and what comes in from other servers.</summary>
public sealed class RecordingAnswers : IBroadcastAnswers, IServerSideListener
{
    private readonly List<string> _noted = [];

    /// <summary>Gets what was noted, in order.</summary>
    public IReadOnlyList<string> Noted
    {
        get
        {
            lock (_noted)
            {
                return [.. _noted];
            }
        }
    }

    /// <inheritdoc />
    public void Expect(int receivers) => Note($"expect {receivers}");

    /// <inheritdoc />
    public void Answer(string? socketId, EventArguments answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Note($"{socketId ?? "somebody"} {answer.Get<string>(0)}");
    }

    /// <inheritdoc />
    public void Fail(string? socketId, AckFailure failure) => Note($"{socketId ?? "somebody"} {failure}");

    /// <inheritdoc />
    public void OnServerSideEvent(string eventName, EventArguments arguments, Ack ack)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(ack);
        Note($"{eventName} {arguments}");
        ack.Send("heard");
    }

    private void Note(string what)
    {
        lock (_noted)
        {
            _noted.Add(what);
        }
    }
}
