namespace Sockeye.EndToEnd.Tests.Deployment;

internal static class ReplacingExtensions
{
    /// <summary>Replaces a text that has to be there: a configuration that has changed is not run as another than it is.</summary>
    public static string Replacing(this string text, string old, string by)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, by, StringComparison.Ordinal);
    }
}
