namespace Sockeye.StreamRig;

/// <summary>A block of bytes that repeats for as long as is wanted.</summary>
internal sealed class Pattern(byte[] block)
{
    // Several blocks in a row, so that most reads and comparisons are one copy.
    private readonly byte[] _blocks = [.. Enumerable.Repeat(block, Math.Max(2, (1 << 18) / block.Length)).SelectMany(static bytes => bytes)];

    public int CopyTo(Span<byte> buffer, long position)
    {
        var from = _blocks.AsSpan((int)(position % block.Length));
        var count = Math.Min(from.Length, buffer.Length);
        from[..count].CopyTo(buffer);
        return count;
    }

    public void Compare(ReadOnlySpan<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            var expected = _blocks.AsSpan((int)(position % block.Length));
            var count = Math.Min(expected.Length, bytes.Length);
            if (!expected[..count].SequenceEqual(bytes[..count]))
            {
                throw new InvalidDataException($"The bytes from {position} on are not what was sent.");
            }

            bytes = bytes[count..];
            position += count;
        }
    }
}
