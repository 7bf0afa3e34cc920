using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>An SMTP server that keeps what it is sent, and can be made to keep its clients waiting.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _letters = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _greeting = Open();
    private volatile TaskCompletionSource _receipt = Open();
    private int _connections;

    public SmtpSink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string[] Settings => ["--Mail:Host=127.0.0.1", $"--Mail:Port={Port}"];

    /// <summary>Gets how many clients have connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets all that was sent, headers included.</summary>
    public string[] Letters => [.. _letters];

    /// <summary>Says nothing to who connects, until <see cref="Release"/>.</summary>
    public void HoldGreetings() => _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes letters without saying so, until <see cref="Release"/>.</summary>
    public void HoldReceipts() => _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _greeting.TrySetResult();
        _receipt.TrySetResult();
    }

    public static string HeaderOf(string letter, string name) =>
        letter.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
        _stopping.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _conversations.Add(ConverseAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // It is being disposed.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var owned = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            await _greeting.Task.WaitAsync(_stopping.Token);
            await SayAsync("220 sink");
            while (await reader.ReadLineAsync(_stopping.Token) is { } command)
            {
                switch (command.Split(' ')[0].ToUpperInvariant())
                {
                    case "DATA":
                        await SayAsync("354 go on");
                        _letters.Enqueue(await ReadLetterAsync());
                        await _receipt.Task.WaitAsync(_stopping.Token);
                        await SayAsync("250 kept");
                        break;
                    case "QUIT":
                        await SayAsync("221 bye");
                        return;
                    default:
                        await SayAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client was killed, or the sink is being disposed.
        }

        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stopping.Token);

        async Task<string> ReadLetterAsync()
        {
            var letter = new StringBuilder();
            while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != ".")
            {
                letter.Append(line).Append("\r\n");
            }

            return letter.ToString();
        }
    }
}
