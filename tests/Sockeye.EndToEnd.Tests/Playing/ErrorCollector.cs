using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>Keeps what a server logs as an error, so that a test can say there was none.</summary>
internal sealed class ErrorCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Collecting(categoryName, _errors);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Collecting(string category, ConcurrentQueue<string> errors) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
