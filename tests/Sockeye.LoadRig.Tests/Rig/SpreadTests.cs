using Sockeye.LoadRig.Rig;

namespace Sockeye.LoadRig.Tests.Rig;

public sealed class SpreadTests
{
    [Fact]
    public void The_median_of_an_odd_number_of_rounds_is_the_middle_one() => Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));

    [Fact]
    public void The_median_of_an_even_number_of_rounds_lies_between_the_two_in_the_middle() =>
        Assert.Equal(new Spread(3, 1, 9), Spread.Of([9, 4, 1, 2]));

    [Fact]
    public void No_rounds_have_no_median() => Assert.Null(Spread.Of([]));
}
