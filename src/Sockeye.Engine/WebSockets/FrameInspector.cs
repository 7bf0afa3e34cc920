using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Sockeye.Engine.WebSockets;

/// <summary>
/// Looks at the headers of the frames that come in, for what the framework's reader does not mind or minds too late: frames without a mask
/// (RFC 6455, section 5.1), messages that will be too large, messages in too many fragments.
/// </summary>
internal sealed class FrameInspector(EngineOptions options)
{
    private const int FinalBit = 0x80;
    private const int OpcodeMask = 0xf;
    private const int FirstControlOpcode = 0x8; // that of a closing frame
    private const int MaskBit = 0x80;
    private const int LongestHeader = 14;

    private readonly byte[] _header = new byte[LongestHeader];
    private int _headerLength;
    private long _payloadLeft;
    private long _messageLength;
    private int _fragments;

    /// <summary>Gets the status to close the connection with; <see langword="null"/> while all is well.</summary>
    public WebSocketCloseStatus? Violation { get; private set; }

    /// <summary>Gets whether a closing frame has come.</summary>
    public bool HasSeenClose { get; private set; }

    /// <summary>Looks at bytes that have just been read.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many of them may be read on: those in front of the frame that breaks a rule.</returns>
    public int Pass(ReadOnlySpan<byte> bytes)
    {
        var count = bytes.Length;
        var frameStart = 0; // where the header began that is being read; zero also for one that began in an earlier read
        var sound = 0;
        while (bytes.Length > 0)
        {
            if (_payloadLeft > 0)
            {
                var skipped = (int)Math.Min(_payloadLeft, bytes.Length);
                _payloadLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            if (_headerLength == 0)
            {
                frameStart = count - bytes.Length;
            }

            _header[_headerLength++] = bytes[0];
            bytes = bytes[1..];
            if (_headerLength >= 2 && _headerLength == HeaderLength())
            {
                _headerLength = 0;
                var wasSound = Violation is null;
                Check();
                sound = wasSound && Violation is not null ? frameStart : sound;
            }
        }

        return Violation is null ? count : sound;
    }

    private int HeaderLength() => 2 + LengthBytes() + ((_header[1] & MaskBit) != 0 ? 4 : 0);

    private int LengthBytes() => (_header[1] & ~MaskBit) switch
    {
        127 => 8,
        126 => 2,
        _ => 0,
    };

    private void Check()
    {
        var length = LengthBytes() switch
        {
            8 => BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
            2 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            _ => (ulong)(_header[1] & ~MaskBit),
        };
        _payloadLeft = (long)Math.Min(length, long.MaxValue);
        HasSeenClose |= (_header[0] & OpcodeMask) == FirstControlOpcode;
        if (Violation is not null)
        {
            return;
        }

        if ((_header[1] & MaskBit) == 0)
        {
            Violation = WebSocketCloseStatus.ProtocolError;
        }
        else if ((_header[0] & OpcodeMask) < FirstControlOpcode)
        {
            CheckMessage(isFinal: (_header[0] & FinalBit) != 0);
        }
    }

    private void CheckMessage(bool isFinal)
    {
        _messageLength = Math.Min(_messageLength, options.MaxPayload) + Math.Min(_payloadLeft, int.MaxValue);
        _fragments++;
        if (_messageLength > options.MaxPayload)
        {
            Violation = WebSocketCloseStatus.MessageTooBig;
        }
        else if (_fragments > options.MaxFragmentsPerMessage)
        {
            Violation = WebSocketCloseStatus.PolicyViolation;
        }

        if (isFinal)
        {
            _messageLength = _fragments = 0;
        }
    }
}
