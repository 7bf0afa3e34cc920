namespace Demo.Chat.Messages;

/// <summary>A message as the database has it.</summary>
internal sealed record MessageRow
{
    /// <summary>The beginning of each statement that reads messages; in it they are called <c>x</c>.</summary>
    public const string Select =
        """
        select x.id, x.room, x.sender, s.name as sender_name, x.temporary_id, x.text, x.sent_at, x.deleted_at, x.version,
          f.id as file_id, f.name as file_name, f.type as file_type, f.size as file_size
        from messages x join accounts s on s.id = x.sender left join files f on f.id = x.file_id
        """;

    public long Id { get; init; }

    public required string Room { get; init; }

    public required string Sender { get; init; }

    public required string SenderName { get; init; }

    public required string TemporaryId { get; init; }

    public required string Text { get; init; }

    public long SentAt { get; init; }

    public long? DeletedAt { get; init; }

    public long Version { get; init; }

    public string? FileId { get; init; }

    public string? FileName { get; init; }

    public string? FileType { get; init; }

    public long FileSize { get; init; }

    public MessageView ToView() => new(
        Id, Room, Sender, SenderName, TemporaryId, Text, SentAt, DeletedAt, Version,
        FileId is null ? null : new AttachmentView(FileId, FileName!, FileType!, FileSize));
}
