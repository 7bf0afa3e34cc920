namespace Sockeye.Events;

/// <summary>Runs a listener with arguments that fit it.</summary>
/// <returns>What an asynchronous listener returned; null when it has run.</returns>
internal delegate Task? Invocation<TArguments>(in TArguments arguments)
    where TArguments : struct, IArguments<TArguments>;
