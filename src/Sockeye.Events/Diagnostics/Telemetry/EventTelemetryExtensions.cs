using System.Diagnostics.Metrics;
using Sockeye.Events;

namespace Sockeye;

/// <summary>Reports to .NET's meters and activities, and so to OpenTelemetry.</summary>
public static class EventTelemetryExtensions
{
    /// <summary>
    /// Lets an emitter report to the meter and to the activity source named <c>Sockeye.Events</c>. An emitter that <c>AddSockeyeEvents</c> registers does so
    /// already.
    /// </summary>
    /// <remarks>
    /// <para>Nothing is measured while nobody listens to them; an emit then asks just that. The instruments:</para>
    /// <list type="table">
    /// <item><term><c>sockeye.events.emitted</c></term><description>counter, {event}: emissions, those without a listener too</description></item>
    /// <item><term><c>sockeye.events.listener.duration</c></term><description>histogram, seconds: how long each listener ran, until its task ended</description></item>
    /// <item><term><c>sockeye.events.listener.failures</c></term><description>counter, {failure}: listeners that threw</description></item>
    /// <item><term><c>sockeye.events.listeners</c></term><description>up-down counter, {listener}: listeners there are, observed</description></item>
    /// </list>
    /// <para>Attributes: <c>sockeye.event.name</c> (of the first 200 names; the rest are <c>_OTHER</c>), <c>sockeye.emitter.name</c> where the emitter has a
    /// <see cref="EventEmitterOptions.Name"/>, and <c>error.type</c> on what failed.</para>
    /// <para>Activities: <c>emit {event}</c> for each emission that somebody listens to, and beneath it <c>process {event}</c> for each listener with the
    /// listener's method as <c>code.function.name</c>; what a listener does belongs to its activity. Failures set the status and are recorded.</para>
    /// </remarks>
    /// <param name="emitter">What reports. Calling this twice for one emitter counts its emissions and listeners' runs twice.</param>
    /// <param name="meterFactory">What makes the meter; by default the process has one.</param>
    /// <returns>What ends the reports when disposed.</returns>
    public static IDisposable Instrument(this EventEmitter emitter, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        var instruments = EventInstruments.Of(meterFactory);
        var telemetry = new EmitterTelemetry(emitter, instruments);
        instruments.Add(telemetry);
        return new TelemetrySubscription(instruments, telemetry, emitter.Observe(telemetry));
    }
}
