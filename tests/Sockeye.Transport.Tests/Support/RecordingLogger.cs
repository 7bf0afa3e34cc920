using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sockeye.Transport.Connections;

namespace Sockeye.Transport.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogger : ILogger<EpollConnectionListenerFactory>, ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = new();

    /// <summary>Gets the warnings and errors.</summary>
    public IEnumerable<string> Complaints => Entries.Where(static entry => entry.Level >= LogLevel.Warning).Select(static entry => entry.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
