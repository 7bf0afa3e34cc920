namespace Sockeye.Events;

/// <summary>What removes an entry; every removal of a single entry passes through here.</summary>
internal interface IListenerOwner<TListener>
    where TListener : class
{
    bool Remove(ListenerEntry<TListener> entry);
}

/// <summary>One registration of a listener. It is also what the caller disposes to take the listener back.</summary>
internal sealed class ListenerEntry<TListener>(IListenerOwner<TListener> owner, string eventName, TListener listener, bool once) : IDisposable
    where TListener : class
{
    private int _state = once ? Claimable : Permanent;

    private const int Permanent = 0;
    private const int Claimable = 1;
    private const int Claimed = 2;

    public string EventName { get; } = eventName;

    public TListener Listener { get; } = listener;

    /// <summary>Gets whether the listener runs at most once.</summary>
    public bool IsOnce => _state != Permanent;

    /// <summary>Gets or sets when the event got its name in the table, so that the names can be told in the order they appeared.</summary>
    public int NameOrder { get; set; }

    /// <summary>Asks to run the listener. A once-listener says yes to one caller only, and has left the table by then.</summary>
    public bool TryTake()
    {
        if (_state == Permanent)
        {
            return true;
        }

        if (Interlocked.CompareExchange(ref _state, Claimed, Claimable) != Claimable)
        {
            return false;
        }

        owner.Remove(this);
        return true;
    }

    public void Dispose() => owner.Remove(this);
}
