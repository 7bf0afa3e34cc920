using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sockeye.Events;

/// <summary>Remembers of each listener where in the code it was added. It looks at no emission.</summary>
internal sealed class RegistrationSites(int maxFrames) : EmissionObserver
{
    // An application adds listeners in fewer places; code made at run time must not fill the memory.
    private const int MaxSites = 1000;
    private static readonly string[] NotSeen = [];

    private readonly ConcurrentDictionary<string, string[]> _sites = new(StringComparer.Ordinal);

    // One place has several keys: two calls in one line, or the same call compiled anew as it gets hot.
    private readonly ConcurrentDictionary<string, string[]> _distinct = new(StringComparer.Ordinal);

    // By registration, and gone with it: whichever way it ends, nothing needs to be taken back here.
    private readonly ConditionalWeakTable<object, string[]> _siteOf = [];

    public override bool IsOn => false;

    public override bool IsInterestedIn(string eventName) => false;

    public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount) => null;

    public override void ListenerAdded(EventEmitter emitter, object registration, string eventName, Delegate listener, int count)
    {
        var key = KeyOf(Callers.Take(maxFrames, withFiles: false));
        if (!_sites.TryGetValue(key, out var site))
        {
            // Files and lines are looked up once for each place.
            site = _sites.Count < MaxSites ? _sites.GetOrAdd(key, Distinct(Described(Callers.Take(maxFrames, withFiles: true)))) : NotSeen;
        }

        _siteOf.AddOrUpdate(registration, site);
    }

    /// <summary>Counts registrations by the place they were added at, most of them first.</summary>
    public ListenerSite[] Group(IEnumerable<object> registrations) =>
    [
        .. registrations.GroupBy(registration => _siteOf.TryGetValue(registration, out var site) ? site : NotSeen)
            .Select(static group => new ListenerSite(group.Key, group.Count()))
            .OrderByDescending(static site => site.Count),
    ];

    private string[] Distinct(string[] site) => _distinct.GetOrAdd(string.Join('\n', site), site);

    private static string KeyOf(ReadOnlySpan<StackFrame> frames)
    {
        var key = new StringBuilder();
        foreach (var frame in frames)
        {
            var method = DiagnosticMethodInfo.Create(frame);
            key.Append(CultureInfo.InvariantCulture, $"{method?.DeclaringTypeName}.{method?.Name}+{frame.GetILOffset()},{frame.GetNativeOffset()};");
        }

        return key.ToString();
    }

    private static string[] Described(ReadOnlySpan<StackFrame> frames)
    {
        var lines = new string[frames.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Callers.Describe(frames[i]);
        }

        return lines;
    }
}
