using Demo.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Demo.Tests.Accounts;

public sealed class AttemptCountTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_key_has_its_attempts_in_each_window_from_its_first_one()
    {
        var attempts = new AttemptCount(2, TimeSpan.FromMinutes(1), _time);

        Assert.True(attempts.TryTake("a", out _));
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.True(attempts.TryTake("a", out _));
        Assert.False(attempts.TryTake("a", out var wait));
        Assert.Equal(TimeSpan.FromSeconds(10), wait);
        Assert.True(attempts.TryTake("b", out _));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(attempts.TryTake("a", out _));
        Assert.True(attempts.TryTake("b", out _));
        Assert.False(attempts.TryTake("b", out wait));
        Assert.Equal(TimeSpan.FromSeconds(50), wait);
    }

    [Fact]
    public void It_never_knows_more_keys_than_it_may_and_forgets_the_first()
    {
        var attempts = new AttemptCount(1, TimeSpan.FromMinutes(1), _time, capacity: 100);

        for (var key = 0; key < 1000; key++)
        {
            Assert.True(attempts.TryTake($"key {key} {new string('x', 1000)}", out _));
            Assert.InRange(attempts.Count, 1, 100);
        }

        Assert.False(attempts.TryTake($"key 999 {new string('x', 1000)}", out _));
        Assert.False(attempts.TryTake($"key 900 {new string('x', 1000)}", out _));
        Assert.True(attempts.TryTake($"key 899 {new string('x', 1000)}", out _));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(attempts.TryTake("another", out _));
        Assert.Equal(1, attempts.Count);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002/64")]
    [InlineData("2001:db8:1:2::", "20010db800010002/64")]
    [InlineData("fe80::1%3", "fe80000000000000/64")]
    [InlineData("::1", "0000000000000000/64")]
    public void Of_IPv6_64_bits_are_an_address(string address, string prefix) => Assert.Equal(prefix, AddressPrefix.Of(System.Net.IPAddress.Parse(address)));

    [Fact]
    public void Whoever_has_no_address_is_all_the_same() => Assert.Equal("", AddressPrefix.Of(null));
}
