namespace Sockeye.Server.Tests.Leaks;

/// <summary>One client's life over some transport: it connects, joins a room, emits, is asked and acknowledges, and drops.</summary>
internal abstract class Life
{
    public int Index { get; init; }

    public required LeakHost Host { get; init; }

    public Drop Drop => (Drop)(Index % 5);

    /// <summary>Gets the beginning of every packet after its type: every fourth client is in a dynamic namespace of its own.</summary>
    protected string Namespace => Index % 4 == 3 ? $"/child-{Index}," : "";

    /// <summary>Gets whether the server lets the client into the main namespace unasked, as it does with those of protocol revision 3.</summary>
    protected virtual bool EntersByItself => false;

    public async Task RunAsync()
    {
        await OpenAsync();
        if (Namespace.Length > 0 || !EntersByItself)
        {
            await SendAsync("40" + Namespace);
        }

        await ExpectAsync("40" + Namespace.TrimEnd(','));
        await SendAsync($"42{Namespace}1[\"join\",\"room-{Index}\"]", $"42{Namespace}2[\"echo\",\"{Index}\"]");

        bool joined = false, heard = false, echoed = false, asked = false; // nothing is under way any more when the client drops
        while (!(joined && heard && echoed && asked))
        {
            var packet = await NextAsync();
            joined |= packet == $"43{Namespace}1[\"room-{Index}\"]";
            heard |= packet == $"42{Namespace}[\"joined\",\"room-{Index}\"]";
            echoed |= packet == $"43{Namespace}2[\"{Index}\"]";
            if (packet.EndsWith("[\"ask\"]", StringComparison.Ordinal))
            {
                asked = true;
                if (Index % 3 > 0) // others leave the server waiting
                {
                    await SendAsync(string.Concat("43", packet.AsSpan(2, packet.Length - 2 - "[\"ask\"]".Length), "[\"yes\"]"));
                }
            }
        }

        await DropAsync();
    }

    protected abstract Task OpenAsync();

    /// <summary>Sends Engine.IO packets.</summary>
    protected abstract Task SendAsync(params string[] packets);

    /// <summary>Receives the next Engine.IO packet.</summary>
    protected abstract Task<string> NextAsync();

    protected abstract Task DropAsync();

    protected async Task ExpectAsync(string beginning)
    {
        string packet;
        while (!(packet = await NextAsync()).StartsWith(beginning, StringComparison.Ordinal))
        {
            Assert.False(packet.StartsWith("44", StringComparison.Ordinal), packet);
        }
    }
}
