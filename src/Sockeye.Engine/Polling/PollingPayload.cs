using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Polling;

/// <summary>What answers a poll: packets, separated by <c>%x1E</c>.</summary>
/// <param name="entries">The packets, each with all that must follow it.</param>
/// <param name="last">One packet more at the end, or <see langword="null"/>.</param>
/// <param name="form">How the client polls.</param>
internal sealed class PollingPayload(object[] entries, EncodedMessage? last, PollingForm form)
{
    private const byte Separator = 0x1e;

    /// <summary>How much is handed to the server before it may say that it is enough for now.</summary>
    private const int FlushAfter = 64 * 1024;

    /// <summary>Writes the answer to a poll.</summary>
    /// <returns>Whether the client was still there at the end.</returns>
    public async Task<bool> AnswerAsync(HttpContext context, EngineServer server, bool isInitial = false)
    {
        try
        {
            var isBinary = false;
            ReadOnlyMemory<byte>? body = null;
            if (!form.IsPlain)
            {
                body = form.Encode([.. Messages()], out isBinary);
            }

            var length = body?.Length ?? Length();
            var encoding = server.Options.HttpCompression is { } compression && length >= compression.Threshold && MayCompress()
                ? ContentEncoding.Negotiate(context.Request.Headers.AcceptEncoding)
                : null;
            Answers.PreparePoll(context, encoding is null ? length : null, server, isInitial, isBinary);
            if (encoding is null)
            {
                await WriteAsync(body, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
            }
            else
            {
                context.Response.Headers.ContentEncoding = encoding;
                var compressed = ContentEncoding.Compress(context.Response.Body, encoding);
                await using (compressed.ConfigureAwait(false))
                {
                    await WriteAsync(body, compressed, context.RequestAborted).ConfigureAwait(false);
                }
            }

            return !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            return false; // the client left while it was answered
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte>? body, Stream output, CancellationToken aborted)
    {
        if (body is { } made)
        {
            await output.WriteAsync(made, aborted).ConfigureAwait(false);
            return;
        }

        var batch = new MemoryStream(Math.Min((int)Math.Min(Length(), int.MaxValue), FlushAfter));
        var begun = false;
        foreach (var message in Messages())
        {
            var packet = message.PollingPacket;
            if (begun)
            {
                batch.WriteByte(Separator);
            }

            begun = true;
            if (batch.Length + packet.Length > FlushAfter)
            {
                await output.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), aborted).ConfigureAwait(false);
                batch.SetLength(0);
            }

            if (packet.Length > FlushAfter)
            {
                await output.WriteAsync(packet, aborted).ConfigureAwait(false);
            }
            else
            {
                batch.Write(packet.Span);
            }
        }

        await output.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), aborted).ConfigureAwait(false);
    }

    private long Length()
    {
        var length = -1L;
        foreach (var message in Messages())
        {
            length += 1 + message.PollingPacket.Length;
        }

        return length;
    }

    /// <summary>A message speaks for what hangs on it.</summary>
    private bool MayCompress() => entries.Any(static entry => entry is EncodedMessage { Compress: true });

    private IEnumerable<EncodedMessage> Messages()
    {
        foreach (var entry in entries)
        {
            for (var message = entry as EncodedMessage; message is not null; message = message.Next)
            {
                yield return message;
            }
        }

        if (last is not null)
        {
            yield return last;
        }
    }
}
