using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Flow;

/// <summary>Emits values at times: <c>"0:a 50:b"</c>, in milliseconds from the beginning.</summary>
internal static class TimedScript
{
    public static void Play(ManualTimeProvider time, string script, int until, Action<string> emit)
    {
        var now = 0;
        foreach (var step in script.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static step => step.Split(':')))
        {
            var at = int.Parse(step[0], CultureInfo.InvariantCulture);
            time.Advance(TimeSpan.FromMilliseconds(at - now));
            now = at;
            emit(step[1]);
        }

        time.Advance(TimeSpan.FromMilliseconds(until - now));
    }
}
