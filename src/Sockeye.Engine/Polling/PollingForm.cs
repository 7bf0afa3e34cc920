using System.Buffers;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Polling;

/// <summary>How a client polls: the revision of its protocol, whether it takes binary, and whether what it gets is a script.</summary>
/// <param name="client">What the client takes.</param>
/// <param name="function">The function that a script calls with the payload; null where answers are plain.</param>
internal sealed class PollingForm(ClientForm client, string? function)
{
    private static readonly PollingForm Plain = new(ClientForm.Plain, null);

    /// <summary>Gets whether answers are packets one behind the other with a separator, and nothing more.</summary>
    public bool IsPlain => this == Plain;

    /// <summary>Finds the form that a handshake asks for.</summary>
    public static PollingForm Of(HttpContext context)
    {
        var revision = RequestCheck.Revision(context);
        var function = RequestCheck.JsonpOf(context) is { } j ? Jsonp.FunctionOf(j) : null;
        return revision == 4 && function is null
            ? Plain
            : new PollingForm(new ClientForm(revision, function is not null || RequestCheck.IsTextOnly(context)), function);
    }

    /// <summary>Makes the body of an answer.</summary>
    /// <param name="messages">The packets.</param>
    /// <param name="isBinary">Whether it is bytes rather than text.</param>
    public ReadOnlyMemory<byte> Encode(IReadOnlyCollection<EncodedMessage> messages, out bool isBinary)
    {
        var output = new ArrayBufferWriter<byte>();
        isBinary = false;
        if (client.Revision == 4)
        {
            var writer = new PayloadWriter(output);
            foreach (var message in messages)
            {
                writer.Write(message.PollingPacket.Span);
            }
        }
        else
        {
            isBinary = !client.IsTextOnly && messages.Any(static message => message.IsBinary);
            var writer = new Payload3Writer(output, isBinary);
            foreach (var message in messages)
            {
                writer.Write(message.WebSocketPayload.Span, !message.IsBinary);
            }
        }

        return function is null ? output.WrittenMemory : Jsonp.Wrap(function, output.WrittenSpan);
    }

    /// <summary>Whether a POST may have bytes for a body.</summary>
    public bool TakesBinary => client.Revision == 3 && function is null;

    /// <summary>Reads the packets that a POST brought.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isBinary">Whether it is bytes rather than text.</param>
    public PacketSequence Read(Memory<byte> body, bool isBinary)
    {
        if (function is null)
        {
            return new PacketSequence(client.Revision, body, isBinary);
        }

        // A form without the payload says nothing, as in Node.js: it is answered, and that is all.
        return Jsonp.TryUnwrap(body.Span, out var payload) ? new PacketSequence(client.Revision, payload, isBinary: false) : PacketSequence.Empty;
    }
}
