using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Fuzzing;

/// <summary>Whatever a request says, it is answered with a status that the protocol knows; nothing is logged, and no session stays for ever.</summary>
public class RequestFuzzTests
{
    private const int Requests = 20_000;
    private static readonly int[] Statuses = [200, 204, 400, 403, 404, 413, 500, 501];
    private static readonly string[] Revisions = ["4", "4", "4", "3", "3", "5", "", "04", "4,3", "x"];
    private static readonly string[] Transports = ["polling", "polling", "polling", "websocket", "webtransport", "", "POLLING", "__proto__"];
    private static readonly string[] Junk = ["", "0", "1", "%00", "%zz", "é", "'\"<>", "../..", "&", "=", "a=b&a=c", "%f0%9f%91%8b"];
    private static readonly string[] Bodies = ["4hello", "1", "3", "2", "2probe", "b", "bAQID", "b!!!", "6", "7", "5", "4a\u001e4b", "\u001e", "4\ud800", "5:4abcd", "2:40", "99:4", "d=2:40", "d=", "", "0{}"];
    private static readonly string?[] Types = [null, "text/plain", "text/plain;charset=UTF-8", "application/octet-stream", "application/x-www-form-urlencoded", "/", "é"];

    [Fact]
    public async Task Every_request_is_answered_and_nothing_is_left()
    {
        var time = new ManualTimeProvider();
        using var errors = new LoggedErrors();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(errors));
        var sids = new List<string>();
        await using var engine = new EngineServer(
            new EngineOptions { AllowEIO3 = true, MaxPayload = 500 },
            session =>
            {
                sids.Add(session.Id);
                return new RecordingHandler(session);
            },
            time,
            loggers);
        var statuses = new Dictionary<int, int>();
        foreach (var seed in SeededRuns.Of(Requests))
        {
            var random = new Random(seed);
            var context = Request(random, sids);
            using var aborted = new CancellationTokenSource();
            context.RequestAborted = aborted.Token;
            try
            {
                var answering = engine.HandleRequestAsync(context);
                if (!answering.IsCompleted)
                {
                    await aborted.CancelAsync(); // a poll that waits: its client goes
                }

                await answering.DefaultTimeout();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{SeededRuns.Failed(seed)} {Describe(context)}", exception);
            }

            Assert.True(Statuses.Contains(context.Response.StatusCode) && errors.Entries.IsEmpty, $"{SeededRuns.Failed(seed)} {context.Response.StatusCode} {Describe(context)} {errors.Entries.FirstOrDefault()}");
            statuses[context.Response.StatusCode] = statuses.GetValueOrDefault(context.Response.StatusCode) + 1;
            if (sids.Count > 50)
            {
                time.Advance(TimeSpan.FromSeconds(50));
                Assert.Equal(0, engine.SessionCount);
                sids.Clear();
            }
        }

        Assert.True(statuses.GetValueOrDefault(200) > Requests / 20 && statuses.GetValueOrDefault(400) > Requests / 20, string.Join(' ', statuses));
    }

    private static string Describe(HttpContext context) => $"{context.Request.Method} {context.Request.QueryString} {context.Request.ContentType}";

    private static DefaultHttpContext Request(Random random, List<string> sids)
    {
        T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = Pick(["GET", "GET", "GET", "POST", "POST", "POST", "OPTIONS", "PUT", "BREW", "get"]);
        request.Scheme = "http";
        request.Host = new HostString("localhost");
        request.Path = "/engine.io/";
        var query = new StringBuilder($"?EIO={Pick(Revisions)}&transport={Pick(Transports)}");
        if (random.Next(2) == 0)
        {
            query.Append("&sid=").Append(sids.Count > 0 && random.Next(6) > 0 ? Pick(sids) : random.Next(2) == 0 ? Pick(Junk) : new string('s', random.Next(5_000)));
        }

        for (var more = random.Next(3); more > 0; more--)
        {
            query.Append('&').Append(Pick(["j", "b64", "t", "sid", "EIO", "", "user"])).Append('=').Append(random.Next(2) == 0 ? "1" : Pick(Junk));
        }

        request.QueryString = new QueryString(query.ToString());
        var body = Encoding.UTF8.GetBytes(Pick(Bodies) + (random.Next(10) == 0 ? new string('x', random.Next(1_000)) : ""));
        for (var flips = random.Next(3); flips > 0 && body.Length > 0; flips--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        request.Body = new MemoryStream(body);
        request.ContentType = Pick(Types);
        request.ContentLength = Pick<long?>([null, body.Length, body.Length, 0, long.MaxValue]);
        foreach (var name in (string[])["Origin", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Accept-Encoding", "Cookie", "User-Agent"])
        {
            if (random.Next(6) == 0)
            {
                request.Headers[name] = random.Next(2) == 0 ? Pick(Junk) : Pick(["websocket", "Upgrade", "13", "http://localhost", "null", "gzip, br;q=2", "io=a; io", "permessage-deflate; x"]);
            }
        }

        context.Response.Body = new MemoryStream();
        return context;
    }
}
