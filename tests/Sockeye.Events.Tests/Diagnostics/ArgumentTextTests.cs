using System.Collections;

namespace Sockeye.Events.Tests.Diagnostics;

public sealed class ArgumentTextTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { 1.5, "1.5" },
        { "text", "\"text\"" },
        { new byte[300], "byte[300]" },
        { new List<int> { 1, 2, 3 }, "[1, 2, 3]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "[\"a\": 1]" },
        { new FormatException("bad"), "FormatException: bad" },
        { new int[][] { [1], [2, 3] }, "[[1], [2, 3]]" },
        { EventEmitter.Error, "error" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void An_argument_is_shown_as_a_person_would_write_it(object? value, string expected) =>
        Assert.Equal(expected, ArgumentText.Of(value, new EventTraceOptions()));

    [Fact]
    public void A_ToString_that_throws_is_shown_and_not_thrown() =>
        Assert.Equal("<Thrower threw NotSupportedException: no text>", ArgumentText.Of(new Thrower(), new EventTraceOptions()));

    [Fact]
    public void One_bad_item_does_not_hide_the_others() =>
        Assert.Equal("[1, <Thrower threw NotSupportedException: no text>, 2]", ArgumentText.Of(new object[] { 1, new Thrower(), 2 }, new EventTraceOptions()));

    [Fact]
    public void An_exception_whose_message_throws_is_named_by_its_type() =>
        Assert.Equal("MuteException", ArgumentText.Of(new MuteException(), new EventTraceOptions()));

    [Theory]
    [InlineData(4, "\"abc…")]
    [InlineData(8, "\"abcdef\"")]
    [InlineData(7, "\"abcdef…")]
    public void What_is_too_long_is_cut(int max, string expected) =>
        Assert.Equal(expected, ArgumentText.Of("abcdef", new EventTraceOptions { MaxArgumentLength = max }));

    [Fact]
    public void No_character_is_cut_in_two() =>
        Assert.Equal("\"a…", ArgumentText.Of("a😀b", new EventTraceOptions { MaxArgumentLength = 3 }));

    [Fact]
    public void A_collection_that_is_too_long_is_not_read_to_its_end()
    {
        var endless = new Endless();

        Assert.Equal("[0, 1, 2, …", ArgumentText.Of(endless, new EventTraceOptions { MaxArgumentLength = 10 }));
        Assert.InRange(endless.Read, 3, 5);
    }

    [Fact]
    public void A_collection_that_contains_itself_is_shown_to_some_depth()
    {
        var self = new ArrayList();
        self.Add(self);

        Assert.Equal("[[[ArrayList]]]", ArgumentText.Of(self, new EventTraceOptions()));
    }

    [Fact]
    public void What_is_enumerated_by_working_is_left_alone() =>
        Assert.DoesNotContain("[", ArgumentText.Of(Work(), new EventTraceOptions()), StringComparison.Ordinal);

    [Fact]
    public void Own_text_replaces_that_of_the_argument()
    {
        var options = new EventTraceOptions { FormatArgument = static value => value is string ? "(secret)" : null };

        Assert.Equal("(secret)", ArgumentText.Of("password", options));
        Assert.Equal("1", ArgumentText.Of(1, options));
        Assert.Equal(
            "<FormatArgument threw FormatException: bad>",
            ArgumentText.Of(1, new EventTraceOptions { FormatArgument = static _ => throw new FormatException("bad") }));
    }

    private static IEnumerable<int> Work()
    {
        Assert.Fail("This was enumerated.");
        yield return 1;
    }

    private sealed class Thrower
    {
        public override string ToString() => throw new NotSupportedException("no text");
    }

    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class Endless : ICollection
    {
        public int Read { get; private set; }

        public int Count => int.MaxValue;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public void CopyTo(Array array, int index) => throw new NotSupportedException();

        public IEnumerator GetEnumerator()
        {
            while (true)
            {
                yield return Read++;
            }
        }
    }
}
