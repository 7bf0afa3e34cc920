using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background.Tests;

/// <summary>Keeps the warnings and errors that are logged.</summary>
internal sealed class RecordingLog : ILogger, ILoggerProvider
{
    public ConcurrentQueue<string> Complaints { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Complaints.Enqueue($"{eventId.Name}: {formatter(state, exception)} {exception?.Message}");

    public void Dispose()
    {
    }
}
