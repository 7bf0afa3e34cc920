namespace Sockeye.Repository.Tests;

/// <summary>What breaks a rule of the repository, all of it and in full, so that one run tells everything there is to mend.</summary>
internal static class Violations
{
    public static void None<T>(IEnumerable<T> found)
    {
        var all = found.Select(static item => item?.ToString()).ToArray();
        Assert.True(all.Length == 0, $"{all.Length} found:\n{string.Join('\n', all)}");
    }
}
