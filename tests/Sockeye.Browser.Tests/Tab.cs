using System.Text.Json.Nodes;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests;

/// <summary>One tab of the <see cref="Browser"/>. What is not there yet is waited for, forty seconds at the most.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly Browser _browser;

    internal Tab(Browser browser, int id)
    {
        _browser = browser;
        Id = id;
    }

    internal int Id { get; }

    public Task ClickAsync(string role, string name) => AskAsync("click", new() { ["role"] = role, ["name"] = name });

    public Task FillAsync(string label, string text) => AskAsync("fill", new() { ["label"] = label, ["text"] = text });

    public Task PressAsync(string key) => AskAsync("press", new() { ["key"] = key });

    /// <summary>Types on the keyboard into whatever has the focus.</summary>
    public Task TypeAsync(string text) => AskAsync("type", new() { ["text"] = text });

    /// <summary>Presses Tab until something of that name has the focus.</summary>
    public async Task TabToAsync(string name)
    {
        const int Most = 80;
        for (var count = 0; count < Most; count++)
        {
            await PressAsync("Tab");
            if (await FocusedAsync() == name)
            {
                return;
            }
        }

        Assert.Fail($"The Tab key does not reach “{name}”.");
    }

    /// <summary>Chooses an option of a list by its value.</summary>
    public Task SelectAsync(string label, string option) => AskAsync("select", new() { ["label"] = label, ["option"] = option });

    public Task FocusAsync(string selector) => AskAsync("focus", new() { ["selector"] = selector });

    /// <summary>Chooses a file in a file input.</summary>
    public Task ChooseFileAsync(string selector, string path) => AskAsync("chooseFile", new() { ["selector"] = selector, ["path"] = path });

    /// <summary>Presses a key that opens the chooser of files, and chooses one there.</summary>
    public Task ChooseFileByAsync(string key, string path) => AskAsync("chooseFileBy", new() { ["key"] = key, ["path"] = path });

    /// <summary>Intercepts the requests whose path and query begin in some way, until they are released.</summary>
    /// <param name="path">How they begin.</param>
    /// <param name="what"><c>fail</c>: they do not reach the server; <c>stall</c>: they do so late; <c>lose</c>: its answers are lost; <c>hold</c>: they are held back; or a status instead.</param>
    /// <param name="method">The method, where not all are meant.</param>
    /// <param name="after">How many pass before.</param>
    public Task InterceptAsync(string path, JsonNode what, string? method = null, int after = 0) =>
        AskAsync("intercept", new() { ["path"] = path, ["what"] = what, ["method"] = method, ["after"] = after });

    /// <summary>Waits until a request has been intercepted. Where answers are lost or held back, the server has answered by then.</summary>
    public Task WaitForInterceptedAsync(string path) => AskAsync("waitForIntercepted", new() { ["path"] = path });

    /// <summary>Intercepts no more, and lets go what was held back.</summary>
    public Task ReleaseAsync(string path) => AskAsync("release", new() { ["path"] = path });

    /// <summary>Gets what an expression of JavaScript, which may be a promise, comes to in the page.</summary>
    public async Task<string> EvaluateAsync(string expression) =>
        (await AskAsync("evaluate", new() { ["expression"] = expression }))?.ToString() ?? "";

    /// <summary>Takes the window's network away, or gives it back.</summary>
    public Task SetOfflineAsync(bool isOffline) => AskAsync("setOffline", new() { ["offline"] = isOffline });

    /// <summary>Waits until a number of elements match.</summary>
    public Task WaitForCountAsync(string selector, int count) => AskAsync("waitForCount", new() { ["selector"] = selector, ["count"] = count });

    /// <summary>Lets the tab be the one that is looked at.</summary>
    public Task LookAtAsync() => AskAsync("lookAt", []);

    /// <summary>Clicks the first element that a selector selects and a text is in.</summary>
    public Task ClickOnAsync(string selector, string text = "") => AskAsync("clickOn", new() { ["selector"] = selector, ["text"] = text });

    /// <summary>
    /// Waits until the connection of a page in this tab has moved from polling to a WebSocket: a server that loses a client in between, or
    /// between two polls, knows only by its heartbeat that nobody is there any more.
    /// </summary>
    public Task WaitForUpgradeAsync() => AskAsync("waitForUpgrade", []);

    /// <summary>Waits until the tab is at an address; its path and query are compared.</summary>
    public Task WaitForUrlAsync(string pathAndQuery) => AskAsync("waitForUrl", new() { ["path"] = pathAndQuery });

    /// <summary>Waits until the text of an element matches a pattern of JavaScript.</summary>
    /// <returns>The whole text.</returns>
    public async Task<string> WaitForAsync(string selector, string pattern) =>
        (await AskAsync("waitFor", new() { ["selector"] = selector, ["pattern"] = pattern }))!.GetValue<string>();

    /// <summary>Gets the texts of all elements that a selector selects.</summary>
    public async Task<string[]> TextsAsync(string selector) => Strings(await AskAsync("texts", new() { ["selector"] = selector }));

    /// <summary>Records every text that an element has from now on, until another page is loaded: what is shown for a while alone is not to be missed.</summary>
    public Task WatchAsync(string selector) => AskAsync("watch", new() { ["selector"] = selector });

    /// <summary>Waits until the watched element has, or has had, a text with these words in it.</summary>
    public Task WaitForWatchedAsync(string words) => Eventually.EqualsAsync(
        true, async () => (await WatchedAsync()).Any(text => text.Contains(words, StringComparison.Ordinal)), TimeSpan.FromSeconds(40), () => $"“{words}” has not been there.");

    /// <summary>Gets every text the watched element has had.</summary>
    public async Task<string[]> WatchedAsync() => Strings(await AskAsync("watched", []));

    /// <summary>Gets what does not fit into the width of the window; nothing is as it should be.</summary>
    public async Task<string[]> OverflowAsync() => Strings(await AskAsync("overflow", []));

    /// <summary>Gets what axe-core finds wrong with the page as it is now; nothing is as it should be.</summary>
    public async Task<string[]> AuditAsync() => Strings(await AskAsync("audit", []));

    /// <summary>Gets a property of an element's computed style.</summary>
    public async Task<string> StyleAsync(string selector, string property) =>
        (await AskAsync("style", new() { ["selector"] = selector, ["property"] = property }))!.GetValue<string>();

    /// <summary>Gets a property of an element, as text.</summary>
    public async Task<string> PropertyAsync(string selector, string property) =>
        (await AskAsync("property", new() { ["selector"] = selector, ["property"] = property }))!.GetValue<string>();

    /// <summary>Gets the name of what has the focus.</summary>
    public async Task<string> FocusedAsync() => (await AskAsync("focused", []))!.GetValue<string>();

    /// <summary>Waits until something of that name has the focus: a page moves it a moment after what it is moved for has been shown.</summary>
    public Task WaitForFocusAsync(string name) => Eventually.EqualsAsync(name, FocusedAsync, TimeSpan.FromSeconds(40));

    /// <summary>Writes a picture of the whole page to <c>artifacts/screenshots</c>.</summary>
    public Task ScreenshotAsync(string name)
    {
        var folder = RepositoryRoot.PathOf("artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return AskAsync("screenshot", new() { ["path"] = Path.Combine(folder, name + ".png") });
    }

    public Task GoToAsync(string url) => AskAsync("goto", new() { ["url"] = url });

    public Task GoBackAsync() => AskAsync("goBack", []);

    /// <summary>Closes the tab; one that is closed already stays so.</summary>
    public async ValueTask DisposeAsync() => await AskAsync("close", []);

    /// <summary>Gets the errors and warnings of the console, the exceptions and the failed requests so far.</summary>
    public async Task<string[]> ProblemsAsync() => Strings(await AskAsync("problems", []));

    private Task<JsonNode?> AskAsync(string verb, JsonObject request)
    {
        request["verb"] = verb;
        request["page"] = Id;
        return _browser.AskAsync(request);
    }

    private static string[] Strings(JsonNode? value) => [.. value!.AsArray().Select(text => text!.GetValue<string>())];
}
