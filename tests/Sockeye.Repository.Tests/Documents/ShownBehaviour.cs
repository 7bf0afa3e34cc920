using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>A test that carries the number of a behaviour, by <c>[Trait("Behaviour", "14")]</c>.</summary>
/// <param name="Number">The number.</param>
/// <param name="Test">Its class and method; where the class carries the number, the class and a dot.</param>
internal sealed partial record ShownBehaviour(string Number, string Test)
{
    /// <summary>Whether this is the test that a page names.</summary>
    public bool Is(Match named)
    {
        var test = $"{named.Groups["class"]}.{named.Groups["method"]}";
        return Test.EndsWith('.') ? test.StartsWith(Test, StringComparison.Ordinal) : test == Test;
    }

    /// <summary>Finds them in a file.</summary>
    public static IEnumerable<ShownBehaviour> In(string path)
    {
        var lines = SourceTree.ReadLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith('['))
            {
                continue;
            }

            foreach (Match trait in TraitPattern().Matches(lines[i]))
            {
                // Attributes come before what they belong to: what is not indented is the class.
                var method = lines[i][0] == '[' ? "" : lines.Skip(i).Select(static line => MethodPattern().Match(line)).First(static match => match.Success).Groups["name"].Value;
                yield return new(trait.Groups["number"].Value, $"{Path.GetFileNameWithoutExtension(path)}.{method}");
            }
        }
    }

    [GeneratedRegex(@"\bTrait\(""Behaviour"", ""(?<number>\w+)""\)")]
    private static partial Regex TraitPattern();

    [GeneratedRegex(@"^    public [^(]*?\b(?<name>\w+)\(")]
    private static partial Regex MethodPattern();
}
