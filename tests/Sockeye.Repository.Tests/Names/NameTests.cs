using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Sockeye.Repository.Tests.Sources;

namespace Sockeye.Repository.Tests.Names;

public sealed partial class NameTests
{
    private static readonly string[] Empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Impl", "Base", "Info", "Data"];

    // Methods without a token, and why.
    private static readonly Dictionary<string, string> TokenIsElsewhere = new()
    {
        ["EngineServer.HandleRequestAsync"] = "the request carries it",
        ["WebSocketServer.HandleRequestAsync"] = "the request carries it",
        ["IEngineSessionHandler.OnMessageAsync"] = "the session carries it",
        ["EventBinding.InvokeAsync"] = "the invocation carries it",
        ["IEventFilter.InvokeAsync"] = "the context carries it",
    };

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        var found =
            from path in SourceTree.CSharpFiles
            from line in SourceTree.ReadLines(path)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match match in TypePattern().Matches(line)
            let name = match.Groups["name"].Value
            where Empty.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            select $"{path}: {name}";
        Violations.None(found);
    }

    [Fact]
    public void A_method_whose_result_is_awaited_says_so_in_its_name() =>
        Violations.None(PublicMethods()
            .Where(static method => IsAwaitable(method.ReturnType) != method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(NameOf));

    [Fact]
    public void A_public_async_method_takes_a_token_last() =>
        Violations.None(PublicMethods()
            .Where(static method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != nameof(IAsyncDisposable.DisposeAsync))
            .Where(static method => method.GetParameters() is not [.., { ParameterType: var last, Name: "cancellationToken" }] || last != typeof(CancellationToken))
            .Where(static method => !TokenIsElsewhere.ContainsKey(NameOf(method)))
            .Select(NameOf));

    [Fact]
    public void An_exception_from_the_token_rule_is_still_needed()
    {
        var names = PublicMethods().Select(NameOf).ToHashSet();
        Violations.None(TokenIsElsewhere.Keys.Where(name => !names.Contains(name)));
    }

    [Fact]
    public void A_test_has_a_sentence_for_its_name()
    {
        var found =
            from path in SourceTree.CSharpFiles
            where path.StartsWith("tests/", StringComparison.Ordinal)
            from Match match in TestPattern().Matches(SourceTree.Read(path))
            let name = match.Groups["name"].Value
            where !SentencePattern().IsMatch(name)
            select $"{path}: {name}";
        Violations.None(found);
    }

    [Fact]
    public void A_log_event_has_a_number_of_its_own()
    {
        foreach (var assembly in Libraries.Assemblies)
        {
            var events = assembly.GetTypes()
                .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Select(static method => (Method: method, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
                .Where(static found => found.Event is not null)
                .ToArray();

            Violations.None(events.Where(static found => found.Event!.EventId <= 0).Select(static found => NameOf(found.Method)));
            Violations.None(events.GroupBy(static found => found.Event!.EventId).Where(static group => group.Count() > 1)
                .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static found => NameOf(found.Method)))}"));
            Violations.None(events.Where(static found => found.Event!.EventName is { } name && name != found.Method.Name).Select(static found => NameOf(found.Method)));
        }
    }

    private static IEnumerable<MethodInfo> PublicMethods() =>
        Libraries.Assemblies.SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => !typeof(Delegate).IsAssignableFrom(type) && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => !method.IsSpecialName);

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(IAsyncEnumerable<>)));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b.*?\bpublic\s+(?:static\s+|async\s+|virtual\s+)*[\w<>]+\s+(?<name>\w+)\s*\(", RegexOptions.Singleline)]
    private static partial Regex TestPattern();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,}$")]
    private static partial Regex SentencePattern();
}
