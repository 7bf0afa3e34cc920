namespace Demo.Chat.Messages;

/// <summary>A file that is attached to a message. It is at <c>/api/chat/files/{Id}</c>.</summary>
internal sealed record AttachmentView(string Id, string Name, string Type, long Size);
