using Sockeye.JobRig.Rig;

namespace Sockeye.JobRig.Tests.Rig;

public sealed class RigOptionsTests
{
    [Fact]
    public void Everything_is_measured_by_default()
    {
        var options = RigOptions.Parse([]);

        Assert.Equal(["postgres", "embedded"], options.Tables.Select(static table => table.Name));
        Assert.Equal([1, 10, 100], options.Plans.Select(static plan => plan.Concurrency));
        Assert.Equal(["sockeye", "bullmq"], options.Peers);
    }

    [Fact]
    public void A_table_a_concurrency_and_a_number_of_rounds_can_be_asked_for()
    {
        var options = RigOptions.Parse(["embedded", "--concurrency", "100,1", "--rounds", "7", "--foreign", "0.25"]);

        Assert.Equal(["embedded"], options.Tables.Select(static table => table.Name));
        Assert.Equal([100, 1], options.Plans.Select(static plan => plan.Concurrency));
        Assert.Equal((7, 0.25), (options.Rounds, options.Foreign));
    }

    [Fact]
    public void A_part_of_the_jobs_can_be_asked_for()
    {
        var (all, half) = (Assert.Single(RigOptions.Parse(["--concurrency", "10"]).Plans), Assert.Single(RigOptions.Parse(["--concurrency", "10", "--part", "0.5"]).Plans));

        Assert.Equal((all.Jobs / 2, all.WarmUp / 2, all.Bursts / 2), (half.Jobs, half.WarmUp, half.Bursts));
    }

    [Theory]
    [InlineData("speed", "There is no table speed.")]
    [InlineData("--faster", "There is no option --faster.")]
    [InlineData("--rounds", "--rounds wants a value.")]
    [InlineData("--rounds=0", "There is no option --rounds=0.")]
    [InlineData("--concurrency 7", "There is no concurrency 7: there are 1, 10, 100.")]
    [InlineData("--peers bull", "There is no peer bull: there are sockeye and bullmq.")]
    [InlineData("--foreign 3", "--foreign wants a part from 0 to 1 and not 3.")]
    public void What_cannot_be_done_is_refused_by_name(string line, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => RigOptions.Parse(line.Split(' '))).Message);
}
