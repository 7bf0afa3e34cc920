using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Files;

/// <summary>How much there may be of files. Whoever asks within a write is answered by what that write would add to, however many are begun at once.</summary>
internal sealed class FileQuota(Database database, IOptions<FileLimits> options)
{
    private const string WayOut = "Delete messages whose files nobody needs any more, or cancel uploads.";
    private const string Everybody = "";
    private readonly FileLimits _limits = options.Value;

    public FileUsage Read(string account)
    {
        using var connection = database.Open();
        return Read(connection, account);
    }

    /// <summary>Says why there is no room for one file more; nothing where there is.</summary>
    public ChatProblem? Refuse(SqliteConnection connection, string account, long size)
    {
        var usage = Read(connection, account);
        return usage.Files >= usage.MostFiles
            ? Met($"You can have {usage.MostFiles} files, and you have {usage.Files}. {WayOut}", usage)
            : usage.Bytes + size > usage.MostBytes
            ? Met($"Your files can have {ByteText.Of(usage.MostBytes)}: they have {ByteText.Of(usage.Bytes)}, and this one has {ByteText.Of(size)}. {WayOut}", usage)
            : Read(connection, Everybody).Bytes + size > _limits.BytesInAll
            ? new ChatProblem(
                StatusCodes.Status507InsufficientStorage,
                "storage_full",
                $"This server keeps {ByteText.Of(_limits.BytesInAll)} of files for everybody together, and there is no room for {ByteText.Of(size)} now.")
            : null;
    }

    private static ChatProblem Met(string detail, FileUsage usage) =>
        ChatProblem.Conflict("quota_met", detail) with { Facts = new Dictionary<string, object?> { ["usage"] = usage } };

    private FileUsage Read(SqliteConnection connection, string owner)
    {
        var (files, bytes) = connection.QuerySingleOrDefault<(long, long)>("select files, bytes from file_usage where owner = @owner", new { owner });
        return new FileUsage(files, bytes, _limits.FilesPerAccount, _limits.BytesPerAccount);
    }
}
