using System.Text.RegularExpressions;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The blocks of code in a document.</summary>
internal static partial class Fences
{
    /// <summary>Finds them; where a block of text follows one at once, that is what the code prints.</summary>
    public static IEnumerable<(string Language, string Code, string? Output)> In(string document) =>
        FencePattern().Matches(document).Select(static match => (
            match.Groups["language"].Value,
            match.Groups["code"].Value,
            match.Groups["output"].Success ? match.Groups["output"].Value : null));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$(\n\n```text\n(?<output>.*?)^```$)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FencePattern();
}
