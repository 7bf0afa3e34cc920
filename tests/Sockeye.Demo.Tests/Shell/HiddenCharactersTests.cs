using Demo.Shell;

namespace Sockeye.Demo.Tests.Shell;

public sealed class HiddenCharactersTests
{
    [Theory]
    [InlineData("Maya Lindqvist")]
    [InlineData("Dr. Ada O’Connor-Ngũgĩ")]
    [InlineData("می\u200Cخواهم")] // Persian, in which a word has parts that do not join
    [InlineData("ශ්\u200Dරී")] // Sinhala
    [InlineData("葛\U000E0100城")] // the form of a letter that a family uses
    [InlineData("👩\u200D🚀 of ours")]
    [InlineData("❤\uFE0F\u200D🔥")]
    public void What_a_name_is_written_with_may_be(string name)
    {
        Assert.False(HiddenCharacters.AreInName(name));
        Assert.False(HiddenCharacters.AreAll(name));
    }

    [Theory]
    [InlineData("Maya\u200B Lindqvist")]
    [InlineData("Maya Lindqvist\u2060")]
    [InlineData("\uFEFFMaya")]
    [InlineData("Ma\u00ADya")]
    [InlineData("Ma\u200Dya")]
    [InlineData("Maya\uFE0F")]
    [InlineData("Maya\u3164")]
    [InlineData("Maya\u2028Lindqvist")]
    [InlineData("Maya\nLindqvist")]
    [InlineData("\u200FMaya")]
    [InlineData("\u202Eayam")]
    [InlineData("Maya\U000E0041")]
    [InlineData("می\u200C")]
    public void What_is_not_seen_may_not(string name) => Assert.True(HiddenCharacters.AreInName(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u00A0")]
    [InlineData("\u200B")]
    [InlineData("\u3164 \uFFA0\u2800")]
    [InlineData("\U000E0061\U000E0062")]
    [InlineData("\u0301\uFE0F")]
    public void A_text_can_be_there_and_not_be_seen(string? text) => Assert.True(HiddenCharacters.AreAll(text));

    [Theory]
    [InlineData("bill\u202Efdp.txt", true)]
    [InlineData("a\u0007.txt", true)]
    [InlineData("דו\u200Fח.txt", false)] // a file's name may have marks that its system has put there
    public void What_hides_the_ending_of_a_name_is_found(string name, bool isHiding) => Assert.Equal(isHiding, HiddenCharacters.AreIn(name));
}
