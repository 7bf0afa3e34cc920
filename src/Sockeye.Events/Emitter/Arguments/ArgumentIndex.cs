namespace Sockeye.Events;

internal static class ArgumentIndex
{
    public static ArgumentOutOfRangeException Outside(int index, int count) => new(nameof(index), index, $"There are {count} arguments.");
}
