namespace Sockeye.LoadRig.Generation;

internal enum ClientState
{
    Closed,
    Upgrading,
    Opening,
    Ready,
    Closing,
}

/// <summary>One connection of the generator.</summary>
internal sealed class Client(int number)
{
    private byte[] _rest = [];
    private int _restLength;

    public int Number { get; } = number;

    public int Socket { get; set; } = -1;

    public ClientState State { get; set; }

    /// <summary>Gets or sets when the operation under way began, as a timestamp.</summary>
    public long StartedAt { get; set; }

    /// <summary>Gets or sets the frame this client sends, whole.</summary>
    public byte[] Request { get; set; } = [];

    /// <summary>Gets or sets the message this client waits for.</summary>
    public byte[] Answer { get; set; } = [];

    /// <summary>Gets or sets how many messages of the present phase have come.</summary>
    public int Received { get; set; }

    /// <summary>Gets the fragments of a message whose last one has not come.</summary>
    public List<byte> Fragments { get; } = [];

    /// <summary>Puts the bytes of an incomplete frame back in front of what comes next.</summary>
    /// <returns>How many they are.</returns>
    public int TakeRest(Span<byte> buffer)
    {
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = _restLength;
        _restLength = 0;
        return length;
    }

    public void KeepRest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _rest.Length)
        {
            _rest = new byte[bytes.Length * 2];
        }

        bytes.CopyTo(_rest);
        _restLength = bytes.Length;
    }

    public void Forget()
    {
        _restLength = 0;
        Fragments.Clear();
    }
}
