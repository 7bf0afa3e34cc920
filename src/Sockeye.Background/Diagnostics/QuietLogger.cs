using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sockeye.Background;

/// <summary>A logger that never throws: an application's log may, and that must cost no worker its loop, no writer its thread, and no job its end.</summary>
/// <typeparam name="T">What it logs for.</typeparam>
/// <param name="factory">The application's logs; <see langword="null"/> for none.</param>
internal sealed class QuietLogger<T>(ILoggerFactory? factory) : ILogger<T>
{
    private readonly ILogger _logger = (factory ?? NullLoggerFactory.Instance).CreateLogger<T>();
    private int _lost;

    /// <summary>Gets how many messages the log did not take.</summary>
    public int Lost => _lost;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // there is nobody to tell but the log, which has just thrown
        catch
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
