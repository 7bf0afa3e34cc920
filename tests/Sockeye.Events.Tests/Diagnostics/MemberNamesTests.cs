namespace Sockeye.Events.Tests.Diagnostics;

public sealed class MemberNamesTests
{
    [Theory]
    [InlineData("App.Page", "Open", "App.Page.Open")]
    [InlineData("App.Page", ".ctor", "App.Page..ctor")]
    [InlineData("App.Page+Inner", "Open", "App.Page.Inner.Open")]
    [InlineData("App.Page+<LoadAsync>d__3", "MoveNext", "App.Page.LoadAsync")]
    [InlineData("App.Page+<>c", "<Open>b__1_0", "App.Page.Open (lambda)")]
    [InlineData("App.Page+<>c__DisplayClass1_0", "<Open>b__0", "App.Page.Open (lambda)")]
    [InlineData("App.Page", "<Open>g__Close|2_0", "App.Page.Open.Close")]
    [InlineData("App.Page+<>c+<<Open>b__1_0>d", "MoveNext", "App.Page.Open (lambda)")]
    [InlineData("Program", "<<Main>$>g__Run|0_0", "Program.Main.Run")]
    [InlineData("Program", "<Main>$", "Program.Main")]
    [InlineData("", "Open", "Open")]
    public void A_method_is_named_as_it_was_written(string type, string method, string expected) => Assert.Equal(expected, MemberNames.Of(type, method));
}
