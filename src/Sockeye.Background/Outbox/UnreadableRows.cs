namespace Sockeye.Background;

/// <summary>Knows which rows of an outbox were told of as no emits, so that each is told of once as long as it lies there. For one pass at a time.</summary>
internal sealed class UnreadableRows
{
    /// <summary>So many are known at most. What is beyond them is told of when one of them has gone.</summary>
    public const int Most = 1_000;

    private HashSet<string> _known = new(StringComparer.Ordinal);
    private HashSet<string> _met = new(StringComparer.Ordinal);

    /// <summary>Begins to read the outbox.</summary>
    public void BeginPass() => _met.Clear();

    /// <summary>Meets a row that cannot be read.</summary>
    /// <returns>Whether it is to be told of.</returns>
    public bool IsNew(string id)
    {
        if (_known.Contains(id))
        {
            _met.Add(id);
            return false;
        }

        return _known.Count < Most && _known.Add(id) && _met.Add(id);
    }

    /// <summary>Has read all of the outbox: rows that were not met have gone.</summary>
    public void EndPass() => (_known, _met) = (_met, _known);
}
