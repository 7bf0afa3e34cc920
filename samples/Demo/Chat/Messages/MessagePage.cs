namespace Demo.Chat.Messages;

/// <summary>Some messages, the oldest first.</summary>
/// <param name="Messages">They.</param>
/// <param name="More">Whether there are more in the direction that was asked for.</param>
internal sealed record MessagePage(IReadOnlyList<MessageView> Messages, bool More);
