namespace Sockeye.EmitRig.Paths;

/// <summary>What diagnostics are registered with an emitter, all of them off.</summary>
internal enum Watching
{
    Nothing,

    /// <summary>What <c>AddSockeyeEvents</c> registers: meter and activities, to which nobody listens. And a listener monitor.</summary>
    Instrumented,

    /// <summary>And all events traced to a logger whose level leaves traces out.</summary>
    Traced,
}
