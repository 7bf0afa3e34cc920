namespace Sockeye.Engine.WebSockets;

/// <summary>The kinds of things a WebSocket brings.</summary>
internal enum MessageKind
{
    /// <summary>Text, which is valid UTF-8.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A closing frame: nothing follows.</summary>
    Close,

    /// <summary>A message larger than is allowed, of which a part was read.</summary>
    TooLarge,
}
