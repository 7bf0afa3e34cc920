namespace Sockeye.Adapters.Tests;

public sealed class TargetTests
{
    [Fact, Trait("Behaviour", "21")]
    public void A_target_is_not_changed_by_what_is_made_of_it()
    {
        var one = Target.Everyone.To("one");
        var more = one.To("two", "three").Without("four");

        Assert.Equal(["one"], one.Rooms);
        Assert.Empty(one.Except);
        Assert.Equal(["one", "two", "three"], more.Rooms);
        Assert.Equal(["four"], more.Except);
        Assert.Empty(Target.Everyone.Rooms);
    }
}
