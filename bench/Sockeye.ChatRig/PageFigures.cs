namespace Sockeye.ChatRig;

/// <summary>What the pages saw, in milliseconds from the Enter key.</summary>
/// <param name="Sent">How many messages were sent.</param>
/// <param name="Stored">When the sender's page showed each as stored.</param>
/// <param name="Shown">When the other's page showed it.</param>
/// <param name="Problems">Errors on the consoles.</param>
internal sealed record PageFigures(int Sent, IReadOnlyList<double> Stored, IReadOnlyList<double> Shown, IReadOnlyList<string> Problems)
{
    /// <summary>Reads what a share of the values stayed within.</summary>
    public static double Percentile(IReadOnlyList<double> values, double share) =>
        values.Count == 0 ? double.NaN : values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(values.Count * share) - 1));
}
