namespace Demo.Chat.Files;

/// <summary>How much an account has of files, those of its messages and its uploads together.</summary>
/// <param name="Files">How many they are.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="MostFiles">How many there may be.</param>
/// <param name="MostBytes">How many bytes they may have.</param>
internal sealed record FileUsage(long Files, long Bytes, long MostFiles, long MostBytes);
