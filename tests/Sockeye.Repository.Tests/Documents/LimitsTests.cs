using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sockeye.Adapters;
using Sockeye.Protocol.SocketIO;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Documents;

/// <summary>The page of limits: every option that is a number or a time is on it with its default, and each has a test.</summary>
public sealed partial class LimitsTests
{
    private const string RawWebSockets = "## Raw WebSockets";

    private static readonly string Page = SourceTree.Read("docs/limits.md");

    [Fact]
    public void Every_number_among_the_options_is_on_the_page_with_its_default_and_no_other()
    {
        var raw = Page.IndexOf(RawWebSockets, StringComparison.Ordinal);
        string[] declared =
        [
            .. OptionsOf(new SocketServerOptions()),
            .. OptionsOf(new PacketLimits()),
            .. OptionsOf(new RoomLimits()),
            .. OptionsOf(new RecoveryOptions()),
            .. OptionsOf(new PresenceOptions()),
        ];

        Assert.Equal(declared.Order(StringComparer.Ordinal), ListedIn(Page[..raw]));
        Assert.Equal(OptionsOf(new WebSocketServerOptions()).Order(StringComparer.Ordinal), ListedIn(Page[raw..]));
    }

    [Fact]
    public void Every_row_says_what_it_bounds_and_names_tests_that_exist()
    {
        Violations.None(RowPattern().Matches(Page).Where(static row => !TestName.Pattern().IsMatch(row.Groups["tests"].Value)).Select(static row => $"{row.Value}: no test."));
        Violations.None(TestName.Pattern().Matches(Page).Where(static test => !TestName.Exists(test)));
    }

    private static IEnumerable<string> OptionsOf<T>(T options) =>
        from property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where type == typeof(int) || type == typeof(long) || type == typeof(TimeSpan)
        select $"{property.Name} {Show(property.GetValue(options))}";

    private static IEnumerable<string> ListedIn(string part) =>
        RowPattern().Matches(part).Select(static row => $"{row.Groups["option"]} {row.Groups["default"]}").Order(StringComparer.Ordinal);

    private static string Show(object? value) => value switch
    {
        null => "none",
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
    };

    [GeneratedRegex(@"^\| `(?<option>\w+)` \| (?<default>[^|]+) \| (?<bounds>[^|]+) \| (?<beyond>[^|]*) ?\| (?<tests>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
