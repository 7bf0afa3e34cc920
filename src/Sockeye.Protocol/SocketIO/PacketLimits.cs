using System.Runtime.CompilerServices;

namespace Sockeye.Protocol.SocketIO;

/// <summary>What a decoder accepts of one packet. A packet that exceeds a limit is invalid.</summary>
public sealed class PacketLimits
{
    /// <summary>Gets the limits that hold when nothing is said.</summary>
    public static PacketLimits Default { get; } = new();

    /// <summary>Gets the largest number of attachments of a binary packet.</summary>
    /// <value>The default is 10, as in the official parser; it must be at least 1.</value>
    public int MaxAttachments { get; init => field = AtLeastOne(value); } = 10;

    /// <summary>Gets the largest number of bytes of all attachments of a packet together.</summary>
    /// <value>The default is 10,000,000; it must be at least 1.</value>
    public long MaxAttachmentBytes { get; init => field = AtLeastOne(value); } = 10_000_000;

    /// <summary>Gets how deeply the JSON of a packet may be nested, the array of the arguments included.</summary>
    /// <value>The default is 64; it must be from 1 to 1,000, so that no value can use up the stack of what reads it.</value>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000, nameof(MaxDepth));
            field = AtLeastOne(value);
        }
    }
    = 64;

    /// <summary>Gets the longest event name, in bytes of UTF-8.</summary>
    /// <value>The default is 256; it must be at least 1.</value>
    public int MaxEventNameLength { get; init => field = AtLeastOne(value); } = 256;

    /// <summary>Gets the longest name of a namespace, in bytes of UTF-8, the leading slash included.</summary>
    /// <value>The default is 256; it must be at least 1.</value>
    public int MaxNamespaceLength { get; init => field = AtLeastOne(value); } = 256;

    private static int AtLeastOne(int value, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    private static long AtLeastOne(long value, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
