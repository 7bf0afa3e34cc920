using System.Text.RegularExpressions;

namespace Sockeye.Server.Namespaces;

/// <summary>Says whether a name that a client asks for is one of a parent's children: by a pattern, or by asking the application.</summary>
internal sealed class NamespaceMatcher
{
    private readonly Regex? _pattern;
    private readonly Func<string, Handshake, ValueTask<bool>>? _predicate;

    public NamespaceMatcher(Regex pattern)
    {
        _pattern = pattern;
    }

    public NamespaceMatcher(Func<string, Handshake, ValueTask<bool>> predicate)
    {
        _predicate = predicate;
    }

    /// <summary>Asks for a client.</summary>
    public ValueTask<bool> MatchesAsync(string name, Handshake handshake) =>
        _predicate is null ? ValueTask.FromResult(MatchesByName(name)) : _predicate(name, handshake);

    /// <summary>Asks for the application, which has no handshake: only a pattern can tell.</summary>
    public bool MatchesByName(string name) => _pattern?.IsMatch(name) == true;
}
