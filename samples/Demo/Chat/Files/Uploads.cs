using System.IO.Pipelines;
using Demo.Data;

namespace Demo.Chat.Files;

/// <summary>Takes files in chunks, from the request straight to the disk: however large a file is, the memory it takes is that of a read.</summary>
internal sealed class Uploads(FileStore files, FileTurns turns, RemovedFiles removed, DataFolder folder)
{
    private static readonly ChatProblem Busy = ChatProblem.Conflict("busy", "Another chunk of this file is on its way: send one after the other.");
    private static readonly ChatProblem NoSuchUpload = ChatProblem.NotFound("upload");

    private readonly string _folder = folder.SubfolderOf("files");

    public string PathOf(string id) => Path.Combine(_folder, id);

    /// <summary>Takes the next chunk. It is on disk when this returns, and only then counts as received. A chunk that is there already may come again.</summary>
    /// <param name="account">Who sends it.</param>
    /// <param name="id">The file.</param>
    /// <param name="offset">Where in the file it begins: where the last one ended.</param>
    /// <param name="length">How many bytes it has, where that is known beforehand.</param>
    /// <param name="chunk">Its bytes.</param>
    /// <param name="aborted">Cancelled when the client has gone.</param>
    public async Task<Outcome<UploadView>> AppendAsync(string account, string id, long offset, long? length, PipeReader chunk, CancellationToken aborted)
    {
        if (files.FindOwn(account, id) is null)
        {
            return NoSuchUpload;
        }

        var outcome = await AppendInTurnAsync(account, id, offset, length, chunk, aborted);
        if (outcome.Problem is not null)
        {
            removed.Announce(); // that was perhaps the end of it, and the sweep has left it to this turn
        }

        return outcome;
    }
    /// <summary>Ends an upload that was not sent. Its place is free when this returns; a chunk that is on its way is taken no further.</summary>
    public async Task<ChatProblem?> CancelAsync(string account, string id, CancellationToken cancellationToken)
    {
        if (await files.RemoveUnsentAsync(account, id, cancellationToken) is { } problem)
        {
            return problem;
        }

        turns.Interrupt(id);
        removed.Announce();
        return null;
    }

    private async Task<Outcome<UploadView>> AppendInTurnAsync(
        string account, string id, long offset, long? length, PipeReader chunk, CancellationToken aborted)
    {
        using var turn = turns.TryTake(id, aborted);
        if (turn is null)
        {
            return Busy;
        }

        try
        {
            return files.FindOwn(account, id) switch // as it is now that nobody else writes to it
            {
                null => NoSuchUpload,
                var file when LengthOnDisk(file) < file.Received => await LoseAsync(file),
                var file when offset > file.Received || offset < 0 => OtherOffset(file, $"this one begins at {offset}"),
                var file when offset < file.Received => await CompareAsync(file, offset, chunk, turn.Token),
                var file when length is <= FileStore.ChunkSize and { } said && Refuse(file, said) is { } problem => problem, // what is larger the server refuses
                var file when file.Received == file.Size => Refuse(file, length ?? 1)!, // it is complete, and others may be reading it
                var file => await AppendAsync(file, chunk, turn.Token),
            };
        }
        catch (OperationCanceledException) when (turn.IsInterrupted)
        {
            return NoSuchUpload;
        }
    }

    private static ChatProblem OtherOffset(FileRow file, string why) =>
        ChatProblem.Conflict("other_offset", $"The next chunk begins at {file.Received}, {why}.") with
        {
            Facts = new Dictionary<string, object?> { ["received"] = file.Received },
        };

    // Only the last chunk is smaller than the smallest: else a file were as many requests and flushes as it has bytes.
    private static ChatProblem? Refuse(FileRow file, long length) =>
        length == 0 ? ChatProblem.Invalid("A chunk has at least one byte.")
        : length > file.Size - file.Received
            ? new ChatProblem(StatusCodes.Status413PayloadTooLarge, "too_large", $"The file was to have {file.Size} bytes, and this is more.")
        : length < FileStore.SmallestChunk && length < file.Size - file.Received
            ? new ChatProblem(
                StatusCodes.Status400BadRequest,
                "chunk_too_small",
                $"A chunk has at least {FileStore.SmallestChunk} bytes unless it is the last; this one has {length}, and {file.Size - file.Received} are missing.")
        : null;

    private long LengthOnDisk(FileRow file) => new FileInfo(PathOf(file.Id)) is { Exists: true } onDisk ? onDisk.Length : 0;

    // The disk has lost what the database says that it has: better begun anew than sent with a hole.
    private async Task<Outcome<UploadView>> LoseAsync(FileRow file)
    {
        await files.RemoveUnsentAsync(file.Owner, file.Id, CancellationToken.None);
        return NoSuchUpload;
    }

    private async Task<Outcome<UploadView>> CompareAsync(FileRow file, long offset, PipeReader chunk, CancellationToken cancellationToken)
    {
        await using var known = new FileStream(
            PathOf(file.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
        known.Position = offset;
        return await Chunk.IsSameAsync(chunk, known, file.Received - offset, cancellationToken)
            ? file.ToView()
            : OtherOffset(file, $"and what this one has for {offset} is not what came before");
    }

    private async Task<Outcome<UploadView>> AppendAsync(FileRow file, PipeReader chunk, CancellationToken cancellationToken)
    {
        long written;
        await using (var target = new FileStream(
            PathOf(file.Id), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            // What a chunk that broke off has left is written over.
            target.Position = file.Received;
            written = await Chunk.CopyAsync(chunk, target, file.Size - file.Received, cancellationToken);
            if (Refuse(file, written < 0 ? long.MaxValue : written) is { } problem)
            {
                return problem;
            }

            target.Flush(flushToDisk: true);
        }

        var received = file.Received + written;
        var isComplete = received == file.Size;
        if (isComplete && !await IsWhatItSaysAsync(file, cancellationToken))
        {
            await files.RemoveUnsentAsync(file.Owner, file.Id, CancellationToken.None);
            return new ChatProblem(
                StatusCodes.Status422UnprocessableEntity, "not_what_it_says", $"What is in this file is not what its name says: {file.Name}.");
        }

        // Removed meanwhile, it stays so: the sweep, which comes when this turn has ended, takes what has been written.
        return await files.AdvanceAsync(file, received, isComplete)
            ? (file with { Received = received, Ready = isComplete }).ToView()
            : NoSuchUpload;
    }

    private async Task<bool> IsWhatItSaysAsync(FileRow file, CancellationToken cancellationToken)
    {
        var head = new byte[Math.Min(FileType.HeadLength, file.Size)];
        await using var stream = File.OpenRead(PathOf(file.Id));
        await stream.ReadExactlyAsync(head, cancellationToken);
        return FileType.OfName(file.Name)!.Is(head);
    }
}
