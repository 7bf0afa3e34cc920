namespace Demo.Data;

/// <summary>The database was written by a newer program.</summary>
internal sealed class DatabaseVersionException(string message) : Exception(message);
