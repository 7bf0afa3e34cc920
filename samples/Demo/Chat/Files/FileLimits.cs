namespace Demo.Chat.Files;

/// <summary>The settings in <c>Chat:Files</c>: how much there may be. A file counts with the size that was said when its upload began.</summary>
internal sealed class FileLimits
{
    public const string Section = "Chat:Files";

    /// <summary>Gets or sets how many bytes the files of an account have at most, those of its messages and its uploads together.</summary>
    public long BytesPerAccount { get; set; } = 250L * 1024 * 1024;

    /// <summary>Gets or sets how many files an account has at most.</summary>
    public int FilesPerAccount { get; set; } = 500;

    /// <summary>Gets or sets how many bytes the files of everybody have at most.</summary>
    public long BytesInAll { get; set; } = 5L * 1024 * 1024 * 1024;

    public bool AreValid => BytesPerAccount > 0 && FilesPerAccount > 0 && BytesInAll > 0;
}
