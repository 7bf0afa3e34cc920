using System.Globalization;
using System.Text;

namespace Sockeye.Background;

/// <summary>A filter as a condition on jobs (<c>j</c>) and their events (<c>e</c>), with its values.</summary>
internal sealed class SqliteJobFilter
{
    private readonly StringBuilder _condition = new("1 = 1");
    private readonly List<Action<SqliteStatement, int>> _values = [];

    public SqliteJobFilter(JobFilter filter)
    {
        if (filter.States is { } states)
        {
            _condition.Append(CultureInfo.InvariantCulture, $" AND j.state IN ({string.Join(", ", states.Select(static state => (int)state).Distinct().Order())})");
        }

        Add("j.id IN (SELECT value FROM json_each({0}))", filter.Ids is { } ids ? $"[{string.Join(',', ids)}]" : null);
        Add("j.listener IN (SELECT id FROM sockeye_listeners WHERE event = {0})", filter.EventName);
        Add("j.listener IN (SELECT id FROM sockeye_listeners WHERE name = {0})", filter.Listener);
        Add("j.lane IN (SELECT id FROM sockeye_lanes WHERE queue = {0})", filter.Queue);
        Add("j.key = {0}", filter.Key);
        Add("j.event IN (SELECT seq FROM sockeye_events WHERE unique_key = {0})", filter.UniqueKey);
        Add("j.schedule = {0}", filter.Schedule);
        Add("j.worker = {0}", filter.Worker);
        Add("(instr(e.payload, CAST({0} AS BLOB)) > 0 OR instr(j.failure_message, {0}) > 0)", filter.Text);
        if (filter.EventId is { } eventId)
        {
            Add("j.event IN (SELECT seq FROM sockeye_events WHERE id = {0})", (statement, index) => statement.Bind(index, eventId));
        }

        if (filter.BatchId is { } batchId)
        {
            Add("j.batch = {0}", (statement, index) => statement.Bind(index, batchId));
        }

        if (filter.CreatedFrom is { } from)
        {
            Add("j.created >= {0}", (statement, index) => statement.Bind(index, from));
        }

        if (filter.CreatedBefore is { } before)
        {
            Add("j.created < {0}", (statement, index) => statement.Bind(index, before));
        }
    }

    public string Condition => _condition.ToString();

    /// <summary>Says whether a filter asks only for what the indexes know: names, queues and states.</summary>
    public static bool IsPlain(JobFilter filter) =>
        filter with { EventName = null, Listener = null, Queue = null, States = null } == new JobFilter();

    /// <summary>Binds the values; answers the index of the next one.</summary>
    public int Bind(SqliteStatement statement)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            _values[i](statement, i + 1);
        }

        return _values.Count + 1;
    }

    /// <summary>Names a value that is bound after those of the filter.</summary>
    public string Parameter(int offset) => string.Create(CultureInfo.InvariantCulture, $"?{_values.Count + 1 + offset}");

    private void Add(string condition, string? value)
    {
        if (value is not null)
        {
            Add(condition, (statement, index) => statement.Bind(index, value));
        }
    }

    private void Add(string condition, Action<SqliteStatement, int> bind)
    {
        _condition.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, Parameter(0));
        _values.Add(bind);
    }
}
