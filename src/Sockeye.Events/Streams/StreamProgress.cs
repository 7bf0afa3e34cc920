namespace Sockeye;

/// <summary>How far a stream has come.</summary>
public readonly record struct StreamProgress
{
    internal StreamProgress(long bytes, long? total)
    {
        Bytes = bytes;
        Total = total;
    }

    /// <summary>Gets how many bytes have passed.</summary>
    public long Bytes { get; }

    /// <summary>Gets how many there will be, or <see langword="null"/> where nobody knows. Only a file or a stream that can seek knows when it begins to be read.</summary>
    public long? Total { get; }

    /// <summary>Gets the part that has passed, from 0 to 1, or <see langword="null"/> where <see cref="Total"/> is unknown.</summary>
    public double? Fraction => Total is { } total ? (total == 0 ? 1 : Math.Min(1, (double)Bytes / total)) : null;
}
