using System.Buffers;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Where a value lies as JSON on its way from or to MessagePack. Kept per thread, as reading and writing are synchronous.</summary>
internal sealed class PackScratch : IDisposable
{
    /// <summary>A scratch that grew beyond this is not kept.</summary>
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static PackScratch? _idle;

    private PackScratch() => Writer = new Utf8JsonWriter(Json, new JsonWriterOptions { Encoder = WireJavaScriptEncoder.Instance, SkipValidation = true });

    /// <summary>Gets the JSON.</summary>
    public ArrayBufferWriter<byte> Json { get; } = new();

    /// <summary>Gets what writes it.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Gets the binary in it.</summary>
    public List<byte[]> Attachments { get; } = [];

    /// <summary>Gets how many elements its arrays and objects have, in the order in which they begin.</summary>
    public List<int> Counts { get; } = [];

    /// <summary>Gets which arrays and objects are being counted.</summary>
    public Stack<int> Open { get; } = [];

    /// <summary>Takes this thread's. A value that is read or written while another is gets a scratch of its own.</summary>
    public static PackScratch Rent()
    {
        var scratch = _idle ?? new PackScratch();
        _idle = null;
        return scratch;
    }

    /// <summary>Gives it back to its thread.</summary>
    public void Dispose()
    {
        if (Json.Capacity > LargestKept || Counts.Capacity > LargestKept)
        {
            return;
        }

        Json.ResetWrittenCount();
        Writer.Reset();
        Attachments.Clear();
        Counts.Clear();
        Open.Clear();
        _idle = this;
    }
}
