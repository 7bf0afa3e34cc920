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

    /// <summary>The client broke a rule: nothing more is read.</summary>
    Violation,
}
