using System.Collections.Concurrent;
using System.IO.Pipelines;
using Demo.Data;

namespace Demo.Chat.Files;

/// <summary>Takes files in chunks, from the request straight to the disk: however large a file is, the memory it takes is that of a read.</summary>
internal sealed class Uploads(FileStore files, DataFolder folder)
{
    private static readonly ChatProblem Busy = ChatProblem.Conflict("busy", "Another chunk of this file is on its way: send one after the other.");

    private readonly string _folder = folder.SubfolderOf("files");
    private readonly ConcurrentDictionary<string, bool> _busy = new();

    public string PathOf(string id) => Path.Combine(_folder, id);

    public void Delete(string id) => File.Delete(PathOf(id));

    /// <summary>Takes the next chunk. It is on disk when this returns, and only then counts as received.</summary>
    /// <param name="account">Who sends it.</param>
    /// <param name="id">The file.</param>
    /// <param name="offset">Where in the file it begins: where the last one ended.</param>
    /// <param name="chunk">Its bytes.</param>
    /// <param name="aborted">Cancelled when the client has gone.</param>
    public async Task<Outcome<UploadView>> AppendAsync(string account, string id, long offset, PipeReader chunk, CancellationToken aborted)
    {
        if (!_busy.TryAdd(id, true))
        {
            return Busy;
        }

        try
        {
            return files.FindOwn(account, id) switch
            {
                null => ChatProblem.NotFound("upload"),
                { Ready: true } file => file.ToView(),
                var file when file.Received != offset =>
                    ChatProblem.Conflict("other_offset", $"The next chunk begins at {file.Received}, this one begins at {offset}."),
                var file => await AppendAsync(file, chunk, aborted),
            };
        }
        finally
        {
            _busy.TryRemove(id, out _);
        }
    }

    private async Task<Outcome<UploadView>> AppendAsync(FileRow file, PipeReader chunk, CancellationToken aborted)
    {
        long written;
        await using (var target = new FileStream(
            PathOf(file.Id), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
        {
            // What a chunk that broke off has left is written over.
            target.Position = file.Received;
            written = await CopyAsync(chunk, target, file.Size - file.Received, aborted);
            target.Flush(flushToDisk: true);
        }

        if (written is 0 or < 0)
        {
            return written == 0
                ? ChatProblem.Invalid("A chunk has at least one byte.")
                : new ChatProblem(StatusCodes.Status413PayloadTooLarge, "too_large", $"The file was to have {file.Size} bytes, and this is more.");
        }

        var received = file.Received + written;
        var isComplete = received == file.Size;
        if (isComplete && !await IsWhatItSaysAsync(file, aborted))
        {
            await files.RemoveAsync(file.Id);
            Delete(file.Id);
            return new ChatProblem(
                StatusCodes.Status422UnprocessableEntity, "not_what_it_says", $"What is in this file is not what its name says: {file.Name}.");
        }

        await files.AdvanceAsync(file.Id, received, isComplete, CancellationToken.None);
        return (file with { Received = received, Ready = isComplete }).ToView();
    }

    /// <returns>How many bytes were written; -1 where there were more than fit.</returns>
    private static async Task<long> CopyAsync(PipeReader source, FileStream target, long most, CancellationToken aborted)
    {
        for (var written = 0L; ;)
        {
            var read = await source.ReadAsync(aborted);
            if (written + read.Buffer.Length > most)
            {
                source.AdvanceTo(read.Buffer.End);
                return -1;
            }

            foreach (var piece in read.Buffer)
            {
                await target.WriteAsync(piece, aborted);
                written += piece.Length;
            }

            source.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return written;
            }
        }
    }

    private async Task<bool> IsWhatItSaysAsync(FileRow file, CancellationToken aborted)
    {
        var head = new byte[Math.Min(FileType.HeadLength, file.Size)];
        await using var stream = File.OpenRead(PathOf(file.Id));
        await stream.ReadExactlyAsync(head, aborted);
        return FileType.OfName(file.Name)!.Is(head);
    }
}
