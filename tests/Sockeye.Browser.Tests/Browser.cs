using System.Text.Json;
using System.Text.Json.Nodes;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests;

/// <summary>A headless Chromium, driven by <c>tests/js/browser/browser.mjs</c>. One request at a time.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly NodeProcess _node = NodeProcess.Start("browser/browser.mjs");
    private int _asked;

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.ReadLineAsync(Aborted);

    /// <summary>Opens a tab and loads a page.</summary>
    /// <param name="url">The page.</param>
    /// <param name="beside">The tab whose window, cookies and size it shares; a window of its own without one.</param>
    /// <param name="width">The width of the window in CSS pixels.</param>
    /// <param name="dark">Whether the user prefers dark colours.</param>
    /// <param name="watch">A selector: every text of that element is recorded from the start.</param>
    /// <param name="webSockets">Whether the browser has WebSocket.</param>
    /// <param name="trusting">Whether the window trusts certificates that nobody vouches for.</param>
    /// <param name="height">The height of the window in CSS pixels.</param>
    /// <param name="locale">The language of the user, such as <c>de-DE</c>.</param>
    /// <param name="timeZone">Where the user is, such as <c>Europe/Berlin</c>.</param>
    /// <param name="forcedColors">Whether the system gives all pages its own colours.</param>
    public async Task<Tab> OpenAsync(
        string url, Tab? beside = null, int width = 1280, bool dark = false, string? watch = null, bool webSockets = true, bool trusting = false,
        int height = 900, string? locale = null, string? timeZone = null, bool forcedColors = false)
    {
        var id = await AskAsync(new JsonObject
        {
            ["verb"] = "open",
            ["url"] = url,
            ["beside"] = beside?.Id,
            ["width"] = width,
            ["dark"] = dark,
            ["watch"] = watch,
            ["webSockets"] = webSockets,
            ["trusting"] = trusting,
            ["height"] = height,
            ["locale"] = locale,
            ["timeZone"] = timeZone,
            ["forcedColors"] = forcedColors,
        });
        return new Tab(this, id!.GetValue<int>());
    }

    public async ValueTask DisposeAsync()
    {
        await _node.FinishAsync(CancellationToken.None);
        await _node.DisposeAsync();
    }

    internal async Task<JsonNode?> AskAsync(JsonObject request)
    {
        var number = ++_asked;
        request["number"] = number;
        await _node.WriteLineAsync(request.ToJsonString(JsonSerializerOptions.Default), Aborted);
        while (true)
        {
            var reply = JsonNode.Parse(await _node.ReadLineAsync(Aborted))!.AsObject();
            if (reply["number"]!.GetValue<int>() == number) // another's is what a test did not wait for any more: it is not to fail the next one
            {
                return Value(reply);
            }
        }
    }

    private static JsonNode? Value(JsonObject reply) =>
        reply["error"] is { } error ? throw new InvalidOperationException($"The browser says: {error.GetValue<string>()}") : reply["value"];
}
