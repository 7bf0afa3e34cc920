using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sockeye.Engine.Polling;

/// <summary>The body of a POST, in rented memory. Never more than the limit is held.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstLength = 4096;
    private byte[]? _rented;
    private int _length;

    private RequestBody()
    {
    }

    /// <summary>Gets whether all of it is there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gets the status to refuse the request with, where it is too large.</summary>
    public int? Refusal { get; private set; }

    /// <summary>Gets the status to answer with where it ended too soon, or came in a form that is none.</summary>
    public int? Failure { get; private set; }

    public Memory<byte> Bytes => _rented.AsMemory(0, _length);

    /// <summary>Reads it to its end, or until it is more than <paramref name="limit"/> bytes.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        // Our limit is the one that counts, whether the host's is lower or higher.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        var body = new RequestBody();
        try
        {
            if (context.Request.ContentLength > limit)
            {
                body.Refusal = StatusCodes.Status413PayloadTooLarge;
            }
            else
            {
                await body.FillAsync(context, limit).ConfigureAwait(false);
            }
        }
        catch (BadHttpRequestException exception)
        {
            body.Failure = exception.StatusCode;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or ConnectionResetException)
        {
            body.IsComplete = false; // the client left, or the session ended: there is nobody to answer
        }

        return body;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async Task FillAsync(HttpContext context, int limit)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            var chunk = result.Buffer;
            if (chunk.Length > limit - _length)
            {
                reader.AdvanceTo(chunk.End);
                Refusal = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            Append(chunk, (int)(context.Request.ContentLength ?? 0));
            reader.AdvanceTo(chunk.End);
            if (result.IsCompleted || result.IsCanceled)
            {
                IsComplete = result.IsCompleted;
                return;
            }
        }
    }

    private void Append(in ReadOnlySequence<byte> chunk, int expected)
    {
        var needed = _length + (int)chunk.Length;
        if (_rented is null || needed > _rented.Length)
        {
            // A length that was announced is believed only as far as bytes have come.
            var wanted = Math.Max(Math.Min(expected, needed * 4), Math.Max(FirstLength, _rented is null ? needed : Math.Max(needed, _rented.Length * 2)));
            var larger = ArrayPool<byte>.Shared.Rent(wanted);
            _rented.AsSpan(0, _length).CopyTo(larger);
            Dispose();
            _rented = larger;
        }

        chunk.CopyTo(_rented.AsSpan(_length));
        _length = needed;
    }
}
