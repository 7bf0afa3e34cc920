namespace Demo.Chat.Files;

/// <summary>A file as the database has it.</summary>
internal sealed record FileRow
{
    public required string Id { get; init; }

    public required string Room { get; init; }

    public required string Owner { get; init; }

    public required string TemporaryId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public long Size { get; init; }

    public long Received { get; init; }

    public bool Ready { get; init; }

    public UploadView ToView() => new(Id, Name, Size, Received, FileStore.ChunkSize, FileStore.SmallestChunk, Ready);
}
