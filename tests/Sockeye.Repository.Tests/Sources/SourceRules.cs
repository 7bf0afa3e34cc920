using System.Text.RegularExpressions;

namespace Sockeye.Repository.Tests.Sources;

/// <summary>What must not be in a source file, as patterns.</summary>
internal static partial class SourceRules
{
    [GeneratedRegex(@"^\s*#(end)?region\b")]
    public static partial Regex Region();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    public static partial Regex LeftWork();

    [GeneratedRegex(@"\b(Skip|SkipWhen|SkipUnless)\s*=|Assert\.Skip|Explicit\s*=\s*true")]
    public static partial Regex Skip();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\(\s*(\d[\d_]*|TimeSpan\.[^;]*\))\s*(,\s*(\w*[cC]ancellationToken|TestContext\.Current\.CancellationToken)\s*)?\)")]
    public static partial Regex Sleep();

    [GeneratedRegex(@"\bcatch\b[^{};]*\{\s*\}")]
    public static partial Regex EmptyCatch();

    [GeneratedRegex(@"(?<![\w.}~])/(home|root|Users|work|tmp|mnt)/\w|\b[A-Z]:\\\w")]
    public static partial Regex MachinePath();

    [GeneratedRegex(@"\b(https?|wss?)://(?<host>\[[^\]]*\]|[A-Za-z0-9.-]+)")]
    public static partial Regex Url();

    // Where packages come from is the business of the machine that fetches them.
    [GeneratedRegex(@"\b(registry|mirror|proxy|feeds?|api|cdn|pkgs|packages)\.[a-z0-9-]+\.(org|com|net|io|dev)\b")]
    public static partial Regex PackageHost();
}
