namespace Snippets.Events;

public sealed class Counter : EventEmitter
{
    public static readonly EventKey<int> Reached = new("reached");

    private int _value;

    public void Add()
    {
        if (++_value % 10 == 0)
        {
            Emit(Reached, _value);
        }
    }
}
