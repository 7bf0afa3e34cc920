namespace Sockeye.Background;

/// <summary>A payload is not what its listener takes: trying again does not change that.</summary>
internal sealed class UnreadablePayloadException(string message, Exception innerException) : Exception(message, innerException);
