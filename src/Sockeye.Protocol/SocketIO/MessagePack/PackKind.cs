namespace Sockeye.Protocol.SocketIO;

/// <summary>What a value in MessagePack is.</summary>
internal enum PackKind : byte
{
    Nil,

    /// <summary>JavaScript's <c>undefined</c>: extension 0 of one byte.</summary>
    Undefined,

    False,

    True,

    /// <summary>An integer that fits into 64 bits with a sign.</summary>
    Integer,

    /// <summary>An integer beyond that.</summary>
    Unsigned,

    Real,

    Text,

    /// <summary>Bytes: <c>bin</c>, or extension 0 with a length of its own, which is an ArrayBuffer.</summary>
    Binary,

    /// <summary>A point in time: extension 0 of eight bytes, or the timestamp extension −1.</summary>
    Date,

    Extension,

    Array,

    Map,
}
