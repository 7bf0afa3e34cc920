using Demo.Accounts;
using Demo.Shell;

namespace Sockeye.Demo.Tests.Shell;

public sealed class AlphabetsTests
{
    [Theory]
    [InlineData("Maya Lindqvist")]
    [InlineData("Dr. Ada O’Connor-Ngũgĩ")]
    [InlineData("Zoë Müller-Lüdenscheidt 3rd")]
    [InlineData("Nguyễn Thị Ánh")]
    [InlineData("Keʻala Kaʼiulani")] // letters by Unicode's count, apostrophes by their looks
    [InlineData("Mª del Carmen Núñez")]
    [InlineData("İlkay Işık")]
    [InlineData("Þórður Ægisson")]
    [InlineData("Александр Пушкин")]
    [InlineData("Олександра Мар’яна Ґалаґан")]
    [InlineData("Νίκος Καζαντζάκης")]
    [InlineData("Արամ Խաչատրյան")]
    [InlineData("ნინო ჩხეიძე")]
    [InlineData("山田 サクラ みどり")] // three scripts
    [InlineData("佐藤Kenさん")]
    [InlineData("김민준 Minjun")]
    [InlineData("李小龙 (Bruce Lee)")]
    [InlineData("محمد Mohammed")] // two alphabets of which nothing looks alike
    [InlineData("יעל Yael")]
    [InlineData("अनीता Anita")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("สมชาย")]
    [InlineData("ᏣᎳᎩ")] // a rarer one, alone
    [InlineData("Maya 🚀 42")]
    [InlineData("e\u0301lodie")] // an accent of its own
    public void Names_as_people_have_them_are_taken(string name) => Assert.Null(Alphabets.Problem(name));

    [Theory]
    [InlineData("M\u0430ya Lindqvist", "Write your name in one alphabet: “M” is Latin, and “\u0430” is Cyrillic.")]
    [InlineData("\u041C\u0430\u0443\u0430 Lindqvist", "Write your name in one alphabet: “\u041C” is Cyrillic, and “L” is Latin.")] // the whole first word
    [InlineData("J\u03BFnas", "Write your name in one alphabet: “J” is Latin, and “\u03BF” is Greek.")]
    [InlineData("J\u0585nas", "Write your name in one alphabet: “J” is Latin, and “\u0585” is Armenian.")]
    [InlineData("\u13DAnna", "Write your name in one alphabet: “\u13DA” is of another one, and “n” is Latin.")]
    [InlineData("J\u0D20nas", "Write your name in one alphabet: “J” is Latin, and “\u0D20” is Malayalam.")]
    [InlineData("Anna-\u041C\u0430\u0440\u0456\u044F", "Write your name in one alphabet: “A” is Latin, and “\u041C” is Cyrillic.")]
    [InlineData("山\u0430田", "Write your name in one alphabet: “山” is East Asian, and “\u0430” is Cyrillic.")]
    [InlineData("\U0001D5AC\U0001D5BA\U0001D5D2\U0001D5BA", "Write your name with letters: “\U0001D5AC” is a sign of formulas that looks like one.")]
    public void What_looks_like_another_name_is_refused_and_says_why(string name, string problem)
    {
        Assert.Equal(problem, Alphabets.Problem(name));
        Assert.Equal([problem], new SignUpRequest(name, "ada@example.com", "correct horse").Problems()["name"]);
    }
}
