using System.Text;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.Tests.EngineIO;

/// <summary>Scripts out, forms in.</summary>
public class JsonpTests
{
    [Theory]
    [InlineData("2:4\u20ac", "___eio[0](\"2:4\u20ac\");")]
    [InlineData("\"\\\n\r\t\u0001</script>", "___eio[0](\"\\\"\\\\\\n\\u000d\\u0009\\u0001</script>\");")]
    [InlineData("a\u2028b\u2029c\u2027d", "___eio[0](\"a\\u2028b\\u2029c\u2027d\");")]
    [InlineData("", "___eio[0](\"\");")]
    public void A_payload_is_a_string_of_a_script(string payload, string script) =>
        Assert.Equal(script, Encoding.UTF8.GetString(Jsonp.Wrap(Jsonp.FunctionOf("0"), Encoding.UTF8.GetBytes(payload))));

    [Theory]
    [InlineData("12", "___eio[12]")]
    [InlineData("1];alert(1);//2", "___eio[112]")]
    [InlineData("\u0663", "___eio[]")]
    public void Only_digits_get_into_the_script(string j, string function) => Assert.Equal(function, Jsonp.FunctionOf(j));

    [Theory]
    [InlineData("d=2%3A4%C3%A9", "2:4\u00e9")]
    [InlineData("d=a+b%2Bc", "a b+c")]
    [InlineData("x=1&d=a&d=b", "a")]
    [InlineData("d=a%5Cnb", "a\nb")] // backslash n
    [InlineData("d=a%5C%5Cnb", "a\\nb")]
    [InlineData("d=a%5C%5C%5Cnb", "a\\\\nb")]
    [InlineData("d=%5C%5C%5C", "\\\\\\")]
    [InlineData("d=100%&x", "100%")]
    [InlineData("d=%4", "%4")]
    [InlineData("d=%zz", "%zz")]
    [InlineData("d=", "")]
    public void A_form_brings_a_payload(string form, string payload)
    {
        Assert.True(Jsonp.TryUnwrap(Encoding.UTF8.GetBytes(form), out var unwrapped));
        Assert.Equal(payload, Encoding.UTF8.GetString(unwrapped));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x=1")]
    [InlineData("xd=1&")]
    public void A_form_without_one_brings_none(string form) => Assert.False(Jsonp.TryUnwrap(Encoding.UTF8.GetBytes(form), out _));
}
