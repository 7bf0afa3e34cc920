using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>A promise that was not kept.</summary>
/// <param name="Kind">Which.</param>
/// <param name="What">What happened, of which job.</param>
/// <param name="Lines">The lines of the journal that show it.</param>
public sealed record Violation(ViolationKind Kind, string What, IReadOnlyList<JournalLine> Lines)
{
    private const int MostLines = 40;

    public override string ToString() => string.Join(
        "\n    ", [$"{Kind}: {What}", .. Lines.OrderBy(static line => line.At).Take(MostLines).Select(static line => line.Text)]);
}
