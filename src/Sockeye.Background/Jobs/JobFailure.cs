namespace Sockeye;

/// <summary>Why an attempt at a job failed.</summary>
/// <param name="Kind">What it failed of.</param>
/// <param name="Message">The reason in words: the exception's message, or ours. Of a very long one the beginning, some 8,000 characters.</param>
/// <param name="ExceptionType">The full name of the exception's type; <see langword="null"/> where there was none.</param>
/// <param name="Stack">The exception as text, with its stack and inner exceptions, up to some 64,000 characters; <see langword="null"/> where there was none.</param>
public sealed record JobFailure(FailureKind Kind, string Message, string? ExceptionType = null, string? Stack = null);
