using Demo.Accounts;

namespace Demo.Chat.Contacts;

/// <summary>Asking, answering, removing and blocking. What is there no more, or never was, can be taken away again: the answer is the same.</summary>
internal static class ContactRoutes
{
    public static void Map(IEndpointRouteBuilder chat)
    {
        var contacts = chat.MapGroup("/contacts");
        contacts.MapPost("", static async (HttpContext context, RequestStore requests, NewContact contact) =>
            (await requests.AskAsync(Me(context), contact, context.RequestAborted)).ToResult(StatusCodes.Status202Accepted));
        contacts.MapDelete("/{account}", static async (HttpContext context, ContactStore store, string account) =>
            await NoContent(store.RemoveAsync(Me(context), account, context.RequestAborted)));

        // Received ones are known by who asks, sent ones by their own id: who was asked may not exist.
        contacts.MapPost("/requests/{account}/accept", static async (HttpContext context, RequestStore requests, string account) =>
            (await requests.AcceptAsync(Me(context), account, context.RequestAborted)).ToResult());
        contacts.MapPost("/requests/{account}/decline", static async (HttpContext context, RequestStore requests, string account) =>
            await NoContent(requests.DeclineAsync(Me(context), account, context.RequestAborted)));
        contacts.MapDelete("/requests/{id}", static async (HttpContext context, RequestStore requests, string id) =>
            await NoContent(requests.WithdrawAsync(Me(context), id, context.RequestAborted)));

        contacts.MapGet("/blocked", static (HttpContext context, BlockStore blocks) => blocks.BlockedBy(Me(context)));
        contacts.MapPost("/blocked", static async (HttpContext context, BlockStore blocks, NewBlock block) =>
            (await blocks.BlockAsync(Me(context), block.Account, context.RequestAborted)).ToResult());
        contacts.MapDelete("/blocked/{account}", static async (HttpContext context, BlockStore blocks, string account) =>
            await NoContent(blocks.UnblockAsync(Me(context), account, context.RequestAborted)));
    }

    private static async Task<IResult> NoContent(Task done)
    {
        await done;
        return TypedResults.NoContent();
    }

    private static string Me(HttpContext context) => AccountSession.AccountIdOf(context.User);
}
