using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Sends files by the routes, as a page does.</summary>
internal static class FileSender
{
    public const int ChunkSize = 512 * 1024;
    public const int SmallestChunk = 64 * 1024;

    /// <summary>Gets the beginning of a picture.</summary>
    public static byte[] Png { get; } = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. new byte[2000]];

    public static string FilesOf(string room) => $"/api/chat/rooms/{room}/files";

    public static Task<JsonNode> BeginAsync(Visitor visitor, string room, string name, long size, string? temporaryId = null) =>
        visitor.PostedAsync(FilesOf(room), new { temporaryId = temporaryId ?? Pair.NewId(), name, size });

    /// <summary>Sends a whole file.</summary>
    /// <returns>The upload, which is ready.</returns>
    public static async Task<JsonNode> UploadAsync(Visitor visitor, string room, string name, byte[] content, string? temporaryId = null)
    {
        var upload = await BeginAsync(visitor, room, name, content.Length, temporaryId);
        while (!upload["ready"]!.GetValue<bool>())
        {
            var received = upload["received"]!.GetValue<int>();
            upload = await PuttedAsync(visitor, IdOf(upload), received, content.AsMemory(received, Math.Min(ChunkSize, content.Length - received)));
        }

        return upload;
    }

    /// <summary>Sends a file with a message.</summary>
    /// <returns>The message.</returns>
    public static async Task<JsonNode> SendAsync(Visitor visitor, Pair pair, string name, byte[] content) =>
        await visitor.PostedAsync(pair.Messages, new { temporaryId = Pair.NewId(), fileId = IdOf(await UploadAsync(visitor, pair.Room, name, content)) });

    public static Task<HttpResponseMessage> PutAsync(Visitor visitor, string id, long offset, ReadOnlyMemory<byte> chunk) =>
        PutAsync(visitor, id, offset, new ReadOnlyMemoryContent(chunk), TestContext.Current.CancellationToken);

    public static Task<HttpResponseMessage> PutAsync(Visitor visitor, string id, long offset, HttpContent chunk, CancellationToken cancellationToken) =>
        visitor.Http.PutAsync($"/api/chat/files/{id}?offset={offset}", chunk, cancellationToken);

    /// <summary>Sends a chunk that must be taken.</summary>
    public static async Task<JsonNode> PuttedAsync(Visitor visitor, string id, long offset, ReadOnlyMemory<byte> chunk)
    {
        using var response = await PutAsync(visitor, id, offset, chunk);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await Visitor.JsonAsync(response);
    }

    public static string IdOf(JsonNode upload) => upload["id"]!.GetValue<string>();

    /// <summary>Gets how many files an account has, and how many bytes they have.</summary>
    public static async Task<(int Files, long Bytes)> UsageAsync(Visitor visitor)
    {
        var usage = await visitor.GotAsync("/api/chat/files");
        return (usage["files"]!.GetValue<int>(), usage["bytes"]!.GetValue<long>());
    }

    /// <summary>Gets the files on a demo's disk.</summary>
    public static FileInfo[] OnDisk(string data) => new DirectoryInfo(Path.Combine(data, "files")).GetFiles();

    public static Task WaitUntilNothingIsOnDiskAsync(string data) =>
        Eventually.EqualsAsync(0, () => Task.FromResult(OnDisk(data).Length), TimeSpan.FromSeconds(40), () => "Files are still on the disk.");
}
