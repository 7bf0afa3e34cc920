using Demo.Accounts;
using Demo.Chat.Limits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Demo.Chat.Files;

/// <summary>Files come in chunks, and go out to those whom they were sent to.</summary>
internal static class FileRoutes
{
    public static void Map(IEndpointRouteBuilder chat)
    {
        chat.MapPost("/rooms/{room}/files", static async (HttpContext context, FileStore files, string room, NewFile file) =>
            (await files.BeginAsync(Me(context), AccountSession.SessionOf(context.User), room, file, context.RequestAborted)).ToResult());
        chat.MapGet("/files", static (HttpContext context, FileQuota quota) => quota.Read(Me(context)));
        chat.MapGet("/files/{id}", Send).WithMetadata(new CountedAs(RequestKind.Download));
        chat.MapDelete("/files/{id}", static async (HttpContext context, Uploads uploads, string id) =>
            await uploads.CancelAsync(Me(context), id, context.RequestAborted) is { } problem
                ? new Outcome<UploadView>(null, problem).ToResult()
                : TypedResults.NoContent());
    }

    /// <summary>Maps the route of chunks; it has no limit by number, since each is limited in size.</summary>
    public static void MapChunks(IEndpointRouteBuilder chat) =>
        chat.MapPut("/files/{id}", static async (HttpContext context, Uploads uploads, string id, long offset) =>
            {
                var chunk = context.Request;
                return (await uploads.AppendAsync(Me(context), id, offset, chunk.ContentLength, chunk.BodyReader, context.RequestAborted)).ToResult();
            })
            .WithMetadata(new RequestSizeLimitAttribute(FileStore.ChunkSize));

    private static IResult Send(HttpContext context, FileStore files, Uploads uploads, string id)
    {
        if (files.FindSent(Me(context), id) is not { } file || !File.Exists(uploads.PathOf(id)))
        {
            return new Outcome<UploadView>(null, ChatProblem.NotFound("file")).ToResult();
        }

        // Pictures are shown where they stand; all else is only saved, under its name, and nothing in it can run as a page of ours.
        var headers = context.Response.Headers;
        var disposition = new ContentDispositionHeaderValue(FileType.IsShown(file.Type) ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Kept, but asked for anew each time: who has left the conversation or logged out sees nothing of what the browser has.
        headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(
            uploads.PathOf(file.Id), file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Id}\""), enableRangeProcessing: true);
    }

    private static string Me(HttpContext context) => AccountSession.AccountIdOf(context.User);
}
