using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>Requests to a script of <c>tests/js</c> that speaks the JSON lines of <c>lines.mjs</c>; many may be under way at once.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly NodeProcess _script;
    private readonly ConcurrentDictionary<int, Request> _requests = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private volatile Exception? _failure;
    private int _lastId;

    public Conversation(string script)
    {
        _script = NodeProcess.Start(script);
        _reading = ReadAsync();
    }

    /// <summary>Calls a method of the script; what it asks in between is answered by <paramref name="answer"/>.</summary>
    public async Task<JsonNode?> CallAsync(
        string method, JsonObject parameters, Func<string, Task<JsonNode?>>? answer, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var request = new Request();
        _requests[id] = request;
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("The script is not there any more.", failure);
        }

        await WriteAsync(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        while (true)
        {
            var message = await request.Messages.Reader.ReadAsync(limit.Token);
            if (message["ask"] is { } question)
            {
                var reply = answer is null ? null : await answer(question.GetValue<string>());
                await WriteAsync(new JsonObject { ["id"] = id, ["answer"] = reply?.DeepClone() }, cancellationToken);
                continue;
            }

            _requests.TryRemove(id, out _);
            return message["error"] is { } error
                ? throw new InvalidOperationException($"{error}\nThe trace until then: {message["trace"]?.ToJsonString()}\n{_script.Errors}")
                : message["result"];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _script.DisposeAsync();
        await _reading.DefaultTimeout();
        _stopping.Dispose();
        _writing.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var line in _script.ReadLinesAsync(_stopping.Token))
            {
                var message = JsonNode.Parse(line)!.AsObject();
                if (_requests.TryGetValue(message["id"]!.GetValue<int>(), out var request))
                {
                    request.Messages.Writer.TryWrite(message);
                }
            }

            Fail(new InvalidOperationException($"{_script} has ended.\n{_script.Errors}"));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The suite is over.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Fails what is under way, and everything that comes.</summary>
    private void Fail(Exception exception)
    {
        _failure = exception;
        foreach (var request in _requests.Values)
        {
            request.Messages.Writer.TryComplete(exception);
        }
    }

    private async Task WriteAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _script.WriteLineAsync(message.ToJsonString(), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private sealed class Request
    {
        public Channel<JsonObject> Messages { get; } = Channel.CreateUnbounded<JsonObject>();
    }
}
