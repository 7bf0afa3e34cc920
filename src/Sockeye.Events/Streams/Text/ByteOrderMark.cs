namespace Sockeye;

/// <summary>What a text transformer does with the byte order mark at the start of its output.</summary>
public enum ByteOrderMark
{
    /// <summary>The output has one where the input had one.</summary>
    Preserve,

    /// <summary>The output has none.</summary>
    Remove,

    /// <summary>The output has one, if its encoding knows one.</summary>
    Write,
}
