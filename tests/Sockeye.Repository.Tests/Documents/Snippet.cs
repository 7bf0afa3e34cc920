using System.Text.RegularExpressions;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>What a block of C# in a document is in the compiled projects under <c>docs</c>: a member's whole body, whole declarations, or a whole program.</summary>
/// <param name="Path">The file.</param>
/// <param name="Member">The member whose body it is, with its class; <see langword="null"/> for declarations and programs.</param>
internal sealed partial record Snippet(string Path, string? Member)
{
    private static readonly (string Path, string[] Lines)[] Files =
    [
        .. SourceTree.CSharpFiles.Where(static path => path.StartsWith("docs/", StringComparison.Ordinal)).Select(static path => (path, SourceTree.ReadLines(path))),
    ];

    /// <summary>Finds a block; <see langword="null"/> where no file has it, or has it only as a part of something.</summary>
    public static Snippet? Find(string code)
    {
        var block = code.TrimEnd('\n').Split('\n');
        return Files.Select(file => Find(file.Path, file.Lines, block)).FirstOrDefault(static found => found is not null);
    }

    private static Snippet? Find(string path, string[] lines, string[] block)
    {
        for (var start = 0; start + block.Length <= lines.Length; start++)
        {
            var indentation = lines[start].Length - lines[start].TrimStart().Length;
            if (!IsAt(lines.AsSpan(start, block.Length), block, indentation))
            {
                continue;
            }

            var before = start == 0 ? "" : lines[start - 1];
            var after = start + block.Length == lines.Length ? "" : lines[start + block.Length];
            if (indentation == 0 && before.Length == 0 && after.Length == 0)
            {
                return new(path, null);
            }

            if (indentation >= 4 && before == Spaces(indentation - 4) + "{" && after == Spaces(indentation - 4) + "}"
                && start >= 2 && MemberPattern().Match(lines[start - 2]) is { Success: true } member)
            {
                return new(path, $"{System.IO.Path.GetFileNameWithoutExtension(path)}.{member.Groups["name"].Value}");
            }
        }

        return null;
    }

    private static bool IsAt(ReadOnlySpan<string> lines, string[] block, int indentation)
    {
        for (var i = 0; i < block.Length; i++)
        {
            if (lines[i] != (block[i].Length == 0 ? "" : Spaces(indentation) + block[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Spaces(int count) => new(' ', count);

    [GeneratedRegex(@"^    public static (async Task|void) (?<name>\w+)\(")]
    private static partial Regex MemberPattern();
}
