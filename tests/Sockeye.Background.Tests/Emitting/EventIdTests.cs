namespace Sockeye.Background.Tests.Emitting;

public sealed class EventIdTests
{
    [Fact]
    public void Ids_of_one_millisecond_and_of_a_clock_that_goes_back_grow_all_the_same()
    {
        var ids = new EventIds();
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next(now)).ToList();
        made.Add(ids.Next(now - TimeSpan.FromHours(1)));
        made.Add(ids.Next(now + TimeSpan.FromHours(1)));

        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.Equal(made.Select(static id => id.ToString()).Order(StringComparer.Ordinal), made.Select(static id => id.ToString()));
        Assert.All(made, static id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
        Assert.StartsWith(Guid.CreateVersion7(now).ToString()[..13], made[0].ToString(), StringComparison.Ordinal);
    }
}
