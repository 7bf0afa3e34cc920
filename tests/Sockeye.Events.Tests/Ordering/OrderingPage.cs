using System.Text.RegularExpressions;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Ordering;

/// <summary>The sections of <c>docs/events/ordering.md</c> that have a half for Node.js and a half for Sockeye.</summary>
internal static partial class OrderingPage
{
    public static IReadOnlyList<OrderingSection> Sections { get; } =
    [
        .. SectionPattern().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "events", "ordering.md"))).Select(static match => new OrderingSection(
            match.Groups["title"].Value,
            match.Groups["claim"].Value == "The same",
            match.Groups["node"].Value,
            match.Groups["nodePrints"].Value,
            match.Groups["prints"].Value)),
    ];

    [GeneratedRegex(
        @"^## (?<title>[^\n]+)\n\n\*\*(?<claim>The same|Different)(?:\.\*\*|\*\*)(?:(?!^```).)*?^```js\n(?<node>.*?)^```\n\n```text\n(?<nodePrints>.*?)^```\n\n```csharp\n.*?^```\n\n```text\n(?<prints>.*?)^```$",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex SectionPattern();
}
