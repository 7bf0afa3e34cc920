using Sockeye;

namespace Demo.Work;

/// <summary>Tells the pages behind the counter that something has changed, so that they ask for it anew.</summary>
internal sealed class ChangeFeed(SocketServer io)
{
    public const string Jobs = "jobs";
    public const string Stock = "stock";
    public const string Mail = "mail";
    public const string Sms = "sms";
    public const string Birthdays = "birthdays";

    private const string Namespace = "/office";

    /// <summary>Emits <c>changed</c> with the name of what has.</summary>
    public void Tell(string topic) => io.Of(Namespace).Emit("changed", topic);

    /// <summary>Lets pages connect: what they are told holds no secret.</summary>
    public void Open() => io.Of(Namespace);
}
