namespace Demo.Chat.Contacts;

/// <summary>Ends contacts; <see cref="RequestStore"/> begins them.</summary>
internal sealed class ContactStore(ContactWriter writer)
{
    /// <summary>Ends a contact, for both. Where there is none it stays so, and nobody learns whether there is such an account.</summary>
    public Task RemoveAsync(string account, string contact, CancellationToken cancellationToken) =>
        writer.WriteAsync((connection, news) => ContactLink.End(connection, news, account, contact), cancellationToken);
}
