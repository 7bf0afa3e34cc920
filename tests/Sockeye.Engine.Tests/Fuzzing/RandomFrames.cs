using System.Text;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Fuzzing;

/// <summary>What a client sends on a WebSocket: sound frames, and the same with something wrong. The same seed gives the same bytes.</summary>
internal sealed class RandomFrames(Random random, bool compresses)
{
    private static readonly int[] Lengths = [0, 1, 2, 125, 126, 127, 300, 900, 1_000];

    /// <summary>Gets the messages that sound frames carry, as <see cref="Describe"/> has them.</summary>
    public List<string> Messages { get; } = [];

    public static string Describe(bool isText, ReadOnlySpan<byte> bytes) => (isText ? "text " : "binary ") + Convert.ToHexString(bytes);

    /// <summary>Makes the bytes of a connection.</summary>
    /// <param name="faults">How many things are wrong.</param>
    public byte[] Next(int faults)
    {
        var bytes = new List<byte>();
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            Message(bytes);
        }

        if (random.Next(2) == 0)
        {
            bytes.AddRange(RawWebSocket.Frame(WireFrame.CloseFrame, random.Next(2) == 0 ? [] : [3, 0xe8, .. "bye"u8]));
        }

        for (; faults > 0; faults--)
        {
            Corrupt(bytes);
        }

        return [.. bytes];
    }

    private void Message(List<byte> bytes)
    {
        var isText = random.Next(2) == 0;
        var length = random.Next(3) == 0 ? Lengths[random.Next(Lengths.Length)] : random.Next(200);
        var payload = new byte[length];
        random.NextBytes(payload);
        if (isText)
        {
            payload = Encoding.UTF8.GetBytes(string.Concat(payload.Take(length / 4).Select(static value => value < 200 ? $"{(char)(value % 96 + 32)}" : value < 230 ? "é" : "👋")));
        }

        Messages.Add(Describe(isText, payload));
        var isCompressed = compresses && random.Next(2) == 0;
        var wire = isCompressed ? Deflate.Once(payload) : payload;
        var first = (isText ? 1 : 2) | (isCompressed ? 0x40 : 0);
        var pieces = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        for (var piece = 0; piece < pieces; piece++)
        {
            var part = piece == pieces - 1 ? wire : wire[..random.Next(wire.Length + 1)];
            wire = wire[part.Length..];
            bytes.AddRange(RawWebSocket.Frame((piece == 0 ? first : 0) | (piece == pieces - 1 ? 0x80 : 0), part));
            if (random.Next(4) == 0)
            {
                bytes.AddRange(RawWebSocket.Frame(random.Next(2) == 0 ? WireFrame.PingFrame : WireFrame.PongFrame, new byte[random.Next(126)]));
            }
        }
    }

    private void Corrupt(List<byte> bytes)
    {
        var at = random.Next(random.Next(2) == 0 ? Math.Min(16, bytes.Count) : bytes.Count);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at - 1));
                break;
            case 3:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 4:
                bytes.InsertRange(0, RawWebSocket.Frame(random.Next(256), new byte[random.Next(130)], mask: random.Next(8) > 0));
                break;
            case 5: // a length that nothing keeps
                bytes.InsertRange(0, [(byte)(0x80 | random.Next(1, 3)), 0xff, .. BitConverter.GetBytes(random.NextInt64(long.MinValue, long.MaxValue)), 1, 2, 3, 4]);
                break;
            default: // far more than it looks
                bytes.InsertRange(0, RawWebSocket.Frame(0xc2, Deflate.Once(new byte[random.Next(1_000, 300_000)])));
                break;
        }
    }
}
