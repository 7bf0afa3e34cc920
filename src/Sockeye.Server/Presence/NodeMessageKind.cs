using System.Text.Json.Serialization;

namespace Sockeye.Server.Presence;

[JsonConverter(typeof(JsonStringEnumConverter<NodeMessageKind>))]
internal enum NodeMessageKind
{
    /// <summary>A node has started, and asks every other for its users.</summary>
    Hello,

    /// <summary>A node asks another for its users, since it has missed something.</summary>
    Ask,

    /// <summary>All users of a node, in several messages where they are many.</summary>
    State,

    /// <summary>A change of one user.</summary>
    Change,

    /// <summary>A node is there.</summary>
    Beat,

    /// <summary>A node ends.</summary>
    Bye,

    /// <summary>A user was given a state as a whole.</summary>
    Say,

    /// <summary>A user may see others from now on.</summary>
    Watch,

    /// <summary>A user may not see others any more.</summary>
    Unwatch,
}
