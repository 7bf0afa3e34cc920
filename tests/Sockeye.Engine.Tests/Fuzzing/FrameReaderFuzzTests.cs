using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.WebSockets;
using Sockeye.Engine.WebSockets.Compression;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Fuzzing;

/// <summary>Whatever bytes come on a WebSocket, in whatever pieces, they are messages or a violation, and the framework's reader finds the same ones.</summary>
public class FrameReaderFuzzTests
{
    private const int Largest = 1_000;
    private const int Inputs = 10_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sound_frames_are_the_messages_they_were_made_of(bool compresses)
    {
        foreach (var seed in SeededRuns.Of(Inputs / 4))
        {
            var random = new Random(seed);
            var frames = new RandomFrames(random, compresses);
            var bytes = frames.Next(faults: 0);
            var (messages, end) = await ReadAsync(bytes, random, compresses);
            Assert.True(frames.Messages.SequenceEqual(messages) && end is "end" or "close", $"{SeededRuns.Failed(seed)} {end}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broken_frames_are_read_as_the_framework_reads_them_whatever_pieces_they_come_in(bool compresses)
    {
        var ends = new Dictionary<string, int>();
        foreach (var seed in SeededRuns.Of(Inputs))
        {
            var random = new Random(seed);
            var bytes = new RandomFrames(random, compresses).Next(random.Next(1, 4));
            var (messages, end) = await ReadAsync(bytes, random, compresses);
            var (again, sameEnd) = await ReadAsync(bytes, random, compresses);
            ends[end] = ends.GetValueOrDefault(end) + 1;
            Assert.True(messages.SequenceEqual(again) && end == sameEnd, $"{SeededRuns.Failed(seed)} {end} or, in other pieces, {sameEnd}");

            var (theirs, theirEnd) = await ReadByFrameworkAsync(bytes, random, compresses);

            // The framework refuses some frames before all of them is there.
            var agrees = end is "end" or "close" ? messages.SequenceEqual(theirs) && (end == "end" || theirEnd != "violation") : messages.SequenceEqual(theirs.Take(messages.Count));
            Assert.True(agrees, $"{SeededRuns.Failed(seed)} {end} after {messages.Count} messages; the framework: {theirEnd} after {theirs.Count}");
        }

        Assert.True(ends.Count >= 7, string.Join(", ", ends)); // all roads were taken
    }

    [Fact]
    public void An_offer_of_compression_is_agreed_to_or_not_whatever_it_says()
    {
        string[] words =
        [
            "permessage-deflate", "Permessage-Deflate", "x-webkit-deflate-frame", "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
            "client_max_window_bits", "=", ";", ";", ",", "8", "9", "10", "15", "16", "\"12\"", "\"", " ", "\t", "é", "=-1", "=999999999999", "",
        ];
        var agreements = 0;
        foreach (var seed in SeededRuns.Of(50_000))
        {
            var random = new Random(seed);
            var offer = "permessage-deflate;" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(words.Length)]));
            var options = new WebSocketCompressionOptions { ServerMaxWindowBits = random.Next(9, 16), ClientMaxWindowBits = random.Next(9, 16), ClientContextTakeover = random.Next(2) == 0 };
            if (DeflateAgreement.Of(offer, options) is { } agreement)
            {
                agreements++;
                Assert.True(agreement.ServerWindowBits <= options.ServerMaxWindowBits && agreement.ServerWindowBits >= 9, offer);
                Assert.InRange(agreement.ClientWindowBits, 9, 15);
                Assert.True(DeflateOffer.TryParse(agreement.Answer, out _), agreement.Answer);
            }
        }

        Assert.NotEqual(0, agreements);
    }

    private static async Task<(List<string> Messages, string End)> ReadAsync(byte[] bytes, Random random, bool compresses)
    {
        var stream = new ChunkedStream(bytes, random);
        var options = new WebSocketCompressionOptions { Threshold = 0 };
        using var compression = compresses ? new MessageCompression(DeflateAgreement.Of("permessage-deflate", options)!, 0) : null;
        var transport = new WebSocketTransport(new FuzzedOwner(), new DefaultHttpContext(), new StreamFrameSink(stream), ClientForm.Plain, compression);
        var reader = new FrameReader(stream, transport, new WebSocketSettings(Largest, MaxFragments: 6), compression);
        var messages = new List<string>();
        try
        {
            while (true)
            {
                ReceivedMessage message;
                while (!reader.TryRead(out message))
                {
                    reader.OnFilled(await reader.FillAsync());
                }

                if (message.Kind is MessageKind.Close or MessageKind.Violation)
                {
                    return (messages, reader.Violation?.Detail ?? "close");
                }

                Assert.InRange(message.Bytes.Length, 0, Largest);
                messages.Add(RandomFrames.Describe(message.Kind == MessageKind.Text, message.Bytes.Span));
                message.Return();
            }
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
            return (messages, "end");
        }
        finally
        {
            reader.Close();
        }
    }

    private static async Task<(List<string> Messages, string End)> ReadByFrameworkAsync(byte[] bytes, Random random, bool compresses)
    {
        using var socket = WebSocket.CreateFromStream(new ChunkedStream(bytes, random), new WebSocketCreationOptions
        {
            IsServer = true,
            DangerousDeflateOptions = compresses ? new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false } : null,
        });
        var messages = new List<string>();
        var message = new MemoryStream();
        var buffer = new byte[4_000];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return (messages, "close");
                }

                message.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    messages.Add(RandomFrames.Describe(received.MessageType == WebSocketMessageType.Text, message.ToArray()));
                    message.SetLength(0);
                }
            }
        }
        catch (WebSocketException exception)
        {
            return (messages, exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely ? "end" : "violation");
        }
    }
}
