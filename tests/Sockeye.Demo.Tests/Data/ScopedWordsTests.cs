using Demo.Data;

namespace Sockeye.Demo.Tests.Data;

public sealed class ScopedWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" …—!\"*() ", "")]
    [InlineData("Hello, world", "7xHello 7xworld")]
    [InlineData("one one two", "7xone 7xtwo")]
    [InlineData("don’t x² 3rd", "7xdon 7xt 7xx² 7x3rd")]
    [InlineData("हिन्दी Grüße", "7xहिन्दी 7xGrüße")]
    [InlineData("𠮷野家🐟𐐀", "7x𠮷野家 7x𐐀")]
    [InlineData("a\ud800b", "7xa 7xb")]
    public void Each_word_stands_behind_its_scope(string text, string words) => Assert.Equal(words, ScopedWords.Of(7, text));
}
