using Sockeye.Background.Cron;

namespace Sockeye.Background.Tests.Cron;

public sealed class SlotPlanTests
{
    private static readonly DateTimeOffset Due = new(2030, 1, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(MissedRuns.RunOnce)]
    [InlineData(MissedRuns.RunAll)]
    [InlineData(MissedRuns.Skip)]
    public void A_slot_that_is_seen_within_the_grace_is_on_time_whatever_the_policy(MissedRuns missed)
    {
        Assert.Equal(["09:00"], Plan("0 * * * *", Due, missed, out var next));
        Assert.Equal(Due.AddHours(1), next);
        Assert.Equal(["09:00"], Plan("0 * * * *", Due + Grace, missed, out next));
        Assert.Equal(Due.AddHours(1), next);
    }

    [Fact]
    public void A_slot_that_is_not_due_is_waited_for()
    {
        Assert.Empty(Plan("0 * * * *", Due.AddTicks(-1), MissedRuns.RunAll, out var next));
        Assert.Equal(Due, next);
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, "12:00")]
    [InlineData(MissedRuns.RunAll, "09:00 10:00 11:00 12:00")]
    [InlineData(MissedRuns.Skip, "")]
    public void Slots_that_were_missed_meet_the_policy(MissedRuns missed, string slots)
    {
        Assert.Equal(slots, string.Join(' ', Plan("0 * * * *", Due.AddHours(3.5), missed, out var next)));
        Assert.Equal(Due.AddHours(4), next);
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, "11:00 12:00")]
    [InlineData(MissedRuns.RunAll, "09:00 10:00 11:00 12:00")]
    [InlineData(MissedRuns.Skip, "12:00")]
    public void The_slot_of_the_moment_runs_beside_those_that_were_missed(MissedRuns missed, string slots) =>
        Assert.Equal(slots, string.Join(' ', Plan("0 * * * *", Due.AddHours(3).AddSeconds(30), missed, out _)));

    [Fact]
    public void All_of_a_century_are_planned_a_part_at_a_time()
    {
        var times = SlotTimes.Read("* * * * * *", "UTC");

        var plan = SlotPlan.At(times, Due, Due.AddYears(100), MissedRuns.RunAll, Grace, limit: 5);

        Assert.Equal(Enumerable.Range(0, 5).Select(static second => Due.AddSeconds(second)), plan.Slots);
        Assert.Equal(Due.AddSeconds(5), plan.Next);
    }

    [Fact]
    public void The_last_of_a_century_is_found_without_counting_the_others()
    {
        var now = Due.AddYears(100).AddMinutes(30);

        Assert.Equal(now.AddSeconds(-61), SlotPlan.At(SlotTimes.Read("* * * * * *", "UTC"), Due, now, MissedRuns.RunOnce, Grace, limit: 1).Slots.Single());
        Assert.Equal(new DateTimeOffset(2128, 2, 29, 0, 0, 0, TimeSpan.Zero), SlotPlan.At(
            SlotTimes.Read("0 0 29 2 *", "UTC"), new DateTimeOffset(2032, 2, 29, 0, 0, 0, TimeSpan.Zero), now, MissedRuns.RunOnce, Grace, limit: 1).Slots.Single());
    }

    [Fact]
    public void The_last_before_an_instant_is_the_one_that_enumerating_finds()
    {
        var random = new Random(7);
        foreach (var expression in (string[])["*/7 * * * *", "30 2 * * *", "*/20 1-3 * * *", "0 0 1 * *", "15 3 4 * * 0"])
        {
            var times = SlotTimes.Read(expression, "Europe/Berlin");
            for (var i = 0; i < 100; i++)
            {
                var known = times.After(Due.AddMinutes(random.Next(500_000)))!.Value;
                var instant = known.AddSeconds(random.Next(1, 3_000_000));

                Assert.Equal(times.Expression.Between(known.AddTicks(-1), instant.AddTicks(-1), times.Zone).Last(), times.LastBefore(instant, known));
            }
        }
    }

    [Fact]
    public void After_the_last_slot_of_all_there_is_none_to_wait_for()
    {
        var last = new DateTimeOffset(9996, 2, 29, 0, 0, 0, TimeSpan.Zero);

        var plan = SlotPlan.At(SlotTimes.Read("0 0 29 2 *", "UTC"), last, last, MissedRuns.RunOnce, Grace, limit: 10);

        Assert.Equal([last], plan.Slots);
        Assert.Null(plan.Next);
    }

    private static IEnumerable<string> Plan(string expression, DateTimeOffset now, MissedRuns missed, out DateTimeOffset? next)
    {
        var plan = SlotPlan.At(SlotTimes.Read(expression, "UTC"), Due, now, missed, Grace, limit: 100);
        next = plan.Next;
        return plan.Slots.Select(static slot => slot.ToString("HH:mm", null));
    }
}
