namespace Sockeye.Server.Tests.Leaks;

/// <summary>The ways in which a client leaves.</summary>
internal enum Drop
{
    /// <summary>It disconnects from its namespace and closes.</summary>
    Clean,

    /// <summary>Its TCP connection is reset.</summary>
    Reset,

    /// <summary>Its TCP connection ends without a word.</summary>
    EndOfStream,

    /// <summary>The server disconnects it.</summary>
    Kicked,

    /// <summary>It stays connected and answers no ping.</summary>
    Silent,
}
