namespace Demo.Chat.Files;

/// <summary>How far an upload has got.</summary>
/// <param name="Id">The file's id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Received">How many of them are on the server's disk: the next chunk begins there.</param>
/// <param name="ChunkSize">How many bytes a chunk has at most.</param>
/// <param name="SmallestChunk">How many it has at least, unless it is the last.</param>
/// <param name="Ready">Whether it can be sent.</param>
internal sealed record UploadView(string Id, string Name, long Size, long Received, int ChunkSize, int SmallestChunk, bool Ready);
