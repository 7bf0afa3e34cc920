using System.Globalization;
using Sockeye.Events;

namespace Sockeye;

/// <summary>What one listener did in a traced emission.</summary>
public sealed class ListenerTrace
{
    internal ListenerTrace(Delegate listener, int index, TimeSpan duration, Exception? failure) =>
        (Listener, Index, Duration, Failure) = (listener, index, duration, failure);

    /// <summary>Gets the listener.</summary>
    public Delegate Listener { get; }

    /// <summary>Gets the name of the listener's method: its type and method, and those around it where it is a lambda.</summary>
    public string Name => MemberNames.Of(Listener);

    /// <summary>Gets its place among the listeners of the emission, from 0.</summary>
    public int Index { get; }

    /// <summary>Gets how long it ran; an asynchronous one until its task had ended.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Gets what it threw, or <see langword="null"/>.</summary>
    public Exception? Failure { get; }

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Index}: {Name} {Duration.TotalMilliseconds:0.###} ms{(Failure is null ? "" : $", failed: {Failure.GetType().Name}")}");
}
