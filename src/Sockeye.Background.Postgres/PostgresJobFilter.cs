using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>A filter as a condition on jobs (<c>j</c>) and their events (<c>e</c>), with its values.</summary>
internal sealed class PostgresJobFilter
{
    private readonly StringBuilder _condition = new("true");

    public PostgresJobFilter(JobFilter filter)
    {
        Add("j.state = ANY ({0})", filter.States is { } states ? PostgresValues.Many(states, static state => (short)state, NpgsqlDbType.Smallint) : null);
        Add("j.id = ANY ({0})", filter.Ids is { } ids ? PostgresValues.Many(ids, static id => id, NpgsqlDbType.Bigint) : null);
        Add("j.listener IN (SELECT id FROM {{schema}}.listeners WHERE event = {0})", Text(filter.EventName));
        Add("j.listener IN (SELECT id FROM {{schema}}.listeners WHERE name = {0})", Text(filter.Listener));
        Add("j.lane IN (SELECT id FROM {{schema}}.lanes WHERE queue = {0})", Text(filter.Queue));
        Add("j.key = {0}", Text(filter.Key));
        Add("j.event IN (SELECT seq FROM {{schema}}.events WHERE unique_key = {0})", Text(filter.UniqueKey));
        Add("j.schedule = {0}", Text(filter.Schedule));
        Add("j.worker = {0}", Text(filter.Worker));
        Add("(position(convert_to({0}, 'UTF8') IN e.payload) > 0 OR position({0} IN j.failure_message) > 0)", Text(filter.Text));
        Add("j.event IN (SELECT seq FROM {{schema}}.events WHERE id = {0})", filter.EventId is { } eventId ? PostgresValues.Id(eventId) : null);
        Add("j.batch = {0}", filter.BatchId is { } batchId ? PostgresValues.Id(batchId) : null);
        Add("j.created >= {0}", filter.CreatedFrom is { } from ? PostgresValues.Time(from) : null);
        Add("j.created < {0}", filter.CreatedBefore is { } before ? PostgresValues.Time(before) : null);
    }

    public string Condition => _condition.ToString();

    public List<NpgsqlParameter> Parameters { get; } = [];

    private static NpgsqlParameter? Text(string? value) => value is null ? null : PostgresValues.Text(value);

    private void Add(string condition, NpgsqlParameter? value)
    {
        if (value is not null)
        {
            Parameters.Add(value);
            _condition.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, $"${Parameters.Count}");
        }
    }
}
