namespace Sockeye.Background.Tests.Retries;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(5, 0.5, 16)]
    [InlineData(12, 0.5, 2048)]
    [InlineData(13, 0.5, 3600)]
    [InlineData(100_000, 0.5, 3600)]
    [InlineData(5, 0, 12.8)]
    [InlineData(5, 1, 19.2)]
    public void Each_wait_is_twice_the_former_up_to_an_hour_and_a_fifth_more_or_less(int attempt, double chance, double seconds) =>
        Assert.Equal(seconds, RetryDelays.After(new RetryOptions(), attempt, chance).TotalSeconds, 0.001);

    [Fact]
    public void Without_jitter_and_growth_waits_are_all_the_same()
    {
        var options = new RetryOptions { FirstDelay = TimeSpan.FromSeconds(7), Factor = 1, Jitter = 0 };

        Assert.All(Enumerable.Range(1, 20), attempt => Assert.Equal(TimeSpan.FromSeconds(7), RetryDelays.After(options, attempt, 0.9)));
    }
}
