using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The name of a test as documents write it: project, class and method; the project's folder is <c>tests/Sockeye.</c> and its name.</summary>
internal static partial class TestName
{
    /// <summary>Whether there is such a test.</summary>
    /// <param name="test">A match of <see cref="Pattern"/>.</param>
    public static bool Exists(Match test)
    {
        var (folder, file) = ($"tests/Sockeye.{test.Groups["project"]}/", $"/{test.Groups["class"]}.cs");
        var method = new Regex($@"^    \[(Fact|Theory)\b.*\n(^    \W.*\n)*^    public [^(]*\b{test.Groups["method"]}\(", RegexOptions.Multiline);
        return SourceTree.CSharpFiles.Any(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(file, StringComparison.Ordinal) && method.IsMatch(SourceTree.Read(path)));
    }

    [GeneratedRegex(@"(?<project>[A-Z]\w+\.(Tests|Specification))\.(?<class>\w+)\.(?<method>\w+)(?=`)")]
    public static partial Regex Pattern();
}
