using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Requests;

/// <summary>Every row of the error table, byte for byte.</summary>
public class RefusalTests
{
    private const string Unknown = """{"code":0,"message":"Transport unknown"}""";
    private const string NoSession = """{"code":1,"message":"Session ID unknown"}""";
    private const string BadMethod = """{"code":2,"message":"Bad handshake method"}""";
    private const string BadRequest = """{"code":3,"message":"Bad request"}""";
    private const string BadVersion = """{"code":5,"message":"Unsupported protocol version"}""";

    [Theory, Trait("Behaviour", "84"), Trait("Behaviour", "85")]
    [InlineData("GET", "EIO=4", Unknown)]
    [InlineData("GET", "EIO=4&transport=", Unknown)]
    [InlineData("GET", "EIO=4&transport=constructor", Unknown)]
    [InlineData("GET", "EIO=4&transport=__proto__", Unknown)]
    [InlineData("GET", "EIO=4&transport=webtransport", Unknown)]
    [InlineData("GET", "EIO=4&transport=polling&transport=tobi", Unknown)]
    [InlineData("POST", "EIO=4&transport=tobi&sid=nope", Unknown)]
    [InlineData("GET", "EIO=4&transport=polling&sid=nope", NoSession)]
    [InlineData("POST", "EIO=4&transport=polling&sid=nope", NoSession)]
    [InlineData("PUT", "EIO=4&transport=polling&sid=nope", NoSession)]
    [InlineData("GET", "EIO=4&transport=websocket&sid=nope", NoSession)]
    [InlineData("POST", "EIO=4&transport=polling", BadMethod)]
    [InlineData("OPTIONS", "EIO=4&transport=polling", BadMethod)]
    [InlineData("DELETE", "EIO=4&transport=websocket", BadMethod)]
    [InlineData("GET", "EIO=4&transport=websocket", BadRequest)]
    [InlineData("GET", "EIO=4&transport=polling&j=0", BadRequest)]
    [InlineData("GET", "EIO=3&transport=polling", BadVersion)]
    [InlineData("GET", "EIO=abc&transport=polling", BadVersion)]
    [InlineData("GET", "transport=polling", BadVersion)]
    public async Task A_wrong_polling_request_gets_the_protocols_error(string method, string query, string body)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"{method} /engine.io/?{query} HTTP/1.1\nHost: localhost\nContent-Length: 0");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((400, body), (answer.Status, answer.Text));
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(0, host.Engine.SessionCount);
    }

    [Theory, Trait("Behaviour", "84")]
    [InlineData("EIO=4", "Transport unknown")]
    [InlineData("EIO=4&transport=constructor", "Transport unknown")]
    [InlineData("EIO=4&transport=websocket&sid=nope", "Session ID unknown")]
    [InlineData("EIO=3&transport=websocket", "Unsupported protocol version")]
    [InlineData("transport=websocket", "Unsupported protocol version")]
    [InlineData("EIO=4&transport=websocket&j=1", "Bad request")]
    public async Task A_wrong_WebSocket_request_is_refused_before_the_upgrade(string query, string message)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?{query} HTTP/1.1\n{RawWebSocket.Handshake}");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((400, message), (answer.Status, answer.Text));
        Assert.Equal("close", answer.Header("Connection"));
        Assert.Equal("text/html", answer.Header("Content-Type"));
        Assert.True(await connection.IsAtEndAsync());
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: short")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X: y")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!!=")]
    public async Task A_faulty_WebSocket_handshake_is_a_bad_request(string right, string wrong)
    {
        await using var host = await EngineHost.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\n{RawWebSocket.Handshake.Replace(right, wrong, StringComparison.Ordinal)}");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((400, "Bad request", "13"), (answer.Status, answer.Text, answer.Header("Sec-WebSocket-Version")));
        Assert.Equal(0, host.Engine.SessionCount);
    }

    [Fact]
    public async Task A_request_of_another_revision_than_its_session_is_a_bad_request()
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"GET /engine.io/?EIO=3&transport=polling&sid={client.Sid} HTTP/1.1\nHost: localhost");
        Assert.Equal((400, BadRequest), await connection.ReadResponseAsync() is var polling ? (polling.Status, polling.Text) : default);
        await connection.SendAsync($"GET /engine.io/?EIO=3&transport=websocket&sid={client.Sid} HTTP/1.1\n{RawWebSocket.Handshake}");
        Assert.Equal((400, "Bad request"), await connection.ReadResponseAsync() is var socket ? (socket.Status, socket.Text) : default);

        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }

    [Theory, Trait("Behaviour", "13"), Trait("Behaviour", "85")]
    [InlineData(null, "Forbidden")]
    [InlineData("say \"please\"", "say \\\"please\\\"")]
    public async Task The_admission_hook_turns_clients_away(string? message, string told)
    {
        await using var host = await EngineHost.StartAsync(options => options.AllowRequest = _ => ValueTask.FromResult(AdmissionResult.Refuse(message)));
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");
        var polling = await connection.ReadResponseAsync();
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\n{RawWebSocket.Handshake}");
        var socket = await connection.ReadResponseAsync();

        Assert.Equal((403, $$"""{"code":4,"message":"{{told}}"}"""), (polling.Status, polling.Text));
        Assert.Equal((400, message ?? "Forbidden"), (socket.Status, socket.Text));
    }

    [Fact, Trait("Behaviour", "90")]
    public async Task Only_the_transports_that_are_on_are_known()
    {
        await using var host = await EngineHost.StartAsync(options => options.Transports = EngineTransports.WebSocket);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");
        Assert.Equal(Unknown, (await connection.ReadResponseAsync()).Text);
        var (socket, _) = await RawWebSocket.OpenSessionAsync(host);
        await socket.DisposeAsync();
    }

    [Fact, Trait("Behaviour", "85")]
    public async Task The_hook_hears_of_each_refusal()
    {
        var heard = new List<(ConnectionError, string, string?)>();
        await using var host = await EngineHost.StartAsync(options => options.OnConnectionError = error => heard.Add((error.Code, error.Message, error.Detail)));

        using var unknown = await host.Http.GetAsync(new Uri("/engine.io/?EIO=4&transport=tobi", UriKind.Relative), TestContext.Current.CancellationToken);
        using var plain = await host.Http.GetAsync(new Uri("/engine.io/?EIO=4&transport=websocket", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(
            [(ConnectionError.UnknownTransport, "Transport unknown", "tobi"), (ConnectionError.BadRequest, "Bad request", "TRANSPORT_HANDSHAKE_ERROR")],
            heard);
    }

    [Fact, Trait("Behaviour", "89")]
    public async Task An_id_that_is_taken_refuses_the_handshake()
    {
        await using var host = await EngineHost.StartAsync(options => options.GenerateId = static _ => ValueTask.FromResult("same"));
        await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");

        Assert.Equal(BadRequest, (await connection.ReadResponseAsync()).Text);
        Assert.Equal(1, host.Engine.SessionCount);
    }

    [Fact, Trait("Behaviour", "85"), Trait("Behaviour", "89")]
    public async Task An_id_that_cannot_be_made_refuses_the_handshake()
    {
        await using var host = await EngineHost.StartAsync(options => options.GenerateId = static async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("no id today");
        });
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((400, BadRequest), (answer.Status, answer.Text));
        Assert.Equal(0, host.Engine.SessionCount);
        Assert.Single(host.TakeErrors());
    }

    [Fact]
    public async Task No_more_sessions_than_allowed_are_opened()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxSessions = 1);
        await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");

        Assert.Equal(403, (await connection.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Handshakes_that_wait_for_admission_together_do_not_get_past_the_limit()
    {
        var admission = new TaskCompletionSource<AdmissionResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var asked = new CountdownEvent(4);
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.MaxSessions = 1;
            options.AllowRequest = async _ =>
            {
                asked.Signal();
                return await admission.Task;
            };
        });
        var handshakes = Enumerable.Range(0, asked.InitialCount).Select(_ => host.Http.GetAsync(
            new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken)).ToArray();
        Assert.True(asked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        admission.SetResult(AdmissionResult.Allow);
        var answers = await Task.WhenAll(handshakes).DefaultTimeout();

        Assert.Equal([200, 403, 403, 403], answers.Select(static answer => (int)answer.StatusCode).Order());
        Assert.Equal(1, host.Engine.SessionCount);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task A_session_knows_no_other_methods(string method)
    {
        await using var host = await EngineHost.StartAsync();
        var client = await PollingClient.OpenAsync(host);
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync($"{method} /engine.io/?{client.Query} HTTP/1.1\nHost: localhost\nContent-Length: 0");
        var answer = await connection.ReadResponseAsync();

        Assert.Equal((500, ""), (answer.Status, answer.Text));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
    }
}
