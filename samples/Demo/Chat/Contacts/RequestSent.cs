namespace Demo.Chat.Contacts;

/// <summary>What whoever asks is answered, whether or not there is somebody to ask: the same.</summary>
internal sealed record RequestSent(string Detail)
{
    public static RequestSent Answer { get; } = new("If somebody has signed up with this address, they are shown your request.");
}
