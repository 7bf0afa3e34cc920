using System.Text;
using Sockeye.LoadRig.Generation;

namespace Sockeye.LoadRig.Tests.Generation;

public sealed class FramesTests
{
    [Fact]
    public void A_clients_frame_is_masked_and_carries_its_length()
    {
        var frame = Frames.Make(Frames.Text, "2probe"u8);

        Assert.Equal([0x81, 0x86], frame[..2]);
        Assert.Equal("2probe", Encoding.UTF8.GetString([.. frame[6..].Select((b, i) => (byte)(b ^ frame[2 + (i % 4)]))]));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void A_servers_frame_is_read_only_when_all_of_it_is_there(int length, int header)
    {
        byte[] lengthBytes = header switch
        {
            2 => [(byte)length],
            4 => [126, (byte)(length >> 8), (byte)length],
            _ => [127, 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        byte[] frame = [0x81, .. lengthBytes, .. new byte[length]];

        for (var missing = 1; missing <= frame.Length; missing += Math.Max(1, length / 50))
        {
            Assert.Equal(0, Frames.Read(frame.AsSpan(0, frame.Length - missing), out _, out _, out _));
        }

        Assert.Equal(frame.Length, Frames.Read(frame, out var opcode, out var isFinal, out var payload));
        Assert.Equal((Frames.Text, true, length), (opcode, isFinal, payload.Length));
    }
}
