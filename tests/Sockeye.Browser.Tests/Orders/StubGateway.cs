using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>An SMS gateway of the test's own, in place of the one that the demo plays.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _keys = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource? _hold;

    private StubGateway(WebApplication app) => _app = app;

    public string[] Settings => [$"--Sms:Gateway={_app.Urls.First()}/messages", "--Sms:ApiKey=secret"];

    /// <summary>Gets or sets the status it answers with.</summary>
    public int Status { get; set; } = StatusCodes.Status202Accepted;

    /// <summary>Gets the idempotency keys of all requests.</summary>
    public string[] Keys => [.. _keys];

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var gateway = new StubGateway(builder.Build());
        gateway._app.MapPost("/messages", gateway.AnswerAsync);
        await gateway._app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    /// <summary>Takes messages without an answer, until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _hold?.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        Assert.Equal("Bearer secret", request.Headers.Authorization);
        _keys.Enqueue(request.Headers["Idempotency-Key"].ToString());
        await (_hold?.Task ?? Task.CompletedTask).WaitAsync(_stopping.Token);
        return Results.StatusCode(Status);
    }
}
