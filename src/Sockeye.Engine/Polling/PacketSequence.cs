using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Polling;

/// <summary>The packets of a POST, of either revision of the protocol.</summary>
internal struct PacketSequence
{
    private readonly int _revision;
    private PayloadReader _reader;
    private Payload3Reader _reader3;

    public PacketSequence(int revision, Memory<byte> payload, bool isBinary)
    {
        _revision = revision;
        if (revision == 4)
        {
            _reader = new PayloadReader(payload);
        }
        else
        {
            _reader3 = new Payload3Reader(payload, isBinary);
        }
    }

    /// <summary>Gets a sequence without packets.</summary>
    public static PacketSequence Empty => new(3, default, isBinary: true);

    /// <summary>Gets whether reading has met something that is no packet.</summary>
    public readonly bool IsInvalid => _revision == 4 ? _reader.IsInvalid : _reader3.IsInvalid;

    /// <summary>Reads the next packet, if there is one.</summary>
    public bool TryRead(out EnginePacket packet) => _revision == 4 ? _reader.TryRead(out packet) : _reader3.TryRead(out packet);
}
