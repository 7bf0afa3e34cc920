namespace Sockeye.Background.Proof.Checking;

/// <summary>
/// Proves from journals, and from nothing else, that every promise was kept. It concludes only what must be so: from the order of lines in the one file that
/// all processes append to, and from the clock that they share. A line before a step was written before that step, and one after it after; what a killed
/// process did not come to write is held for possible.
/// </summary>
public static class Checker
{
    public static IReadOnlyList<Violation> Check(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return
        [
            .. LossRule.Find(history), .. UniqueRule.Find(history), .. OrderRule.Find(history), .. SlotRule.Find(history), .. FenceRule.Find(history),
            .. LeaseRule.Find(history), .. TokenRule.Find(history),
        ];
    }
}
