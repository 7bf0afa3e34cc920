using Sockeye.JobRig.Linux;

namespace Sockeye.JobRig.Tests;

public sealed class MachineTimeTests
{
    [Fact]
    public void What_was_not_our_own_is_foreign_measured_against_all_processors()
    {
        var share = new MachineTime(Busy: 130, Own: 24).ForeignShareSince(new MachineTime(Busy: 120, Own: 20), seconds: 10);

        Assert.Equal(6.0 / (10 * MachineTime.Processors), share, 6);
    }

    [Fact]
    public void Processors_are_the_machines_however_few_this_process_may_use() =>
        Assert.InRange(MachineTime.Processors, Environment.ProcessorCount, int.MaxValue);

    [Fact]
    public void What_the_kernel_has_rounded_is_not_less_than_nothing() =>
        Assert.Equal(0, new MachineTime(Busy: 121, Own: 22).ForeignShareSince(new MachineTime(Busy: 120, Own: 20), seconds: 1));

    [Fact]
    public void This_process_is_its_own_and_a_part_of_what_is_busy()
    {
        var now = MachineTime.Read();

        Assert.InRange(now.Own, 0.01, now.Busy);
    }
}
