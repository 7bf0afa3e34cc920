using System.Globalization;
using System.Text;

namespace Sockeye.Background.Proof.Journals;

/// <summary>
/// Writes down what happens in this process. Standard output is a file that all processes append to (O_APPEND), and each call is one write of the system, which
/// is there as soon as it returns: so what comes first in the file has happened first, whichever process it was, and a kill takes away nothing that was written.
/// </summary>
public sealed class Journal(Stream output)
{
    private readonly Lock _gate = new();

    /// <summary>Gets the time of a clock that all processes of a machine share and nobody puts (CLOCK_MONOTONIC).</summary>
    public static long Now => TimeProvider.System.GetTimestamp();

    public void Write(FormattableString line) => Write([line]);

    /// <summary>Writes lines together.</summary>
    public void Write(IReadOnlyCollection<FormattableString> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var at = Now;
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            // Each stands between two ends of a line: what a kill has cut off spoils no other's.
            text.Append(CultureInfo.InvariantCulture, $"\n{at} {Environment.ProcessId} ").Append(FormattableString.Invariant(line)).Append(JournalLine.End).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_gate)
        {
            output.Write(bytes);
        }
    }
}
