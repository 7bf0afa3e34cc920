namespace Sockeye.Background;

/// <summary>How much room a worker has for jobs of a listener.</summary>
internal sealed class SqliteSlots(SqliteListener listener, string eventName, string name, int free)
{
    public SqliteListener Listener { get; } = listener;

    public string EventName { get; } = eventName;

    public string Name { get; } = name;

    public int Free { get; set; } = free;
}
