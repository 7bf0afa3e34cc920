namespace Sockeye.Repository.Tests.Sources;

/// <summary>The hosts an address in this repository may have: this machine, names reserved for examples, and the sources we cite.</summary>
internal static class KnownSites
{
    private static readonly string[] Own = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"];
    private static readonly string[] ReservedForExamples = [".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net"];

    // Specifications and the projects whose words we use.
    private static readonly string[] Cited =
        ["github.com", "socket.io", "www.rfc-editor.org", "datatracker.ietf.org", "www.w3.org", "keepachangelog.com", "semver.org", "www.sqlite.org", "www.postgresql.org", "nodejs.org", "learn.microsoft.com", "json.schemastore.org", "aka.ms"];

    public static bool IsKnown(string host) =>
        Own.Contains(host) || Cited.Contains(host)
        || ReservedForExamples.Any(name => host == name || host.EndsWith($".{name.TrimStart('.')}", StringComparison.Ordinal));
}
