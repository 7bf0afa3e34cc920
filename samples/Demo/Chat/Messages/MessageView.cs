namespace Demo.Chat.Messages;

/// <summary>A message as clients get it.</summary>
/// <param name="Id">Its number; later messages have greater ones.</param>
/// <param name="Room">The conversation.</param>
/// <param name="Sender">The account that sent it.</param>
/// <param name="SenderName">Its name.</param>
/// <param name="TemporaryId">What the sender's page called it before it was stored.</param>
/// <param name="Text">What it says; empty where it was deleted, or where a file says all.</param>
/// <param name="SentAt">When it was stored, in milliseconds since 1970.</param>
/// <param name="DeletedAt">When it was deleted, or nothing.</param>
/// <param name="Version">The number of the last change, among all changes of all messages.</param>
/// <param name="File">What is attached to it.</param>
internal sealed record MessageView(
    long Id, string Room, string Sender, string SenderName, string TemporaryId, string Text, long SentAt, long? DeletedAt, long Version, AttachmentView? File);
