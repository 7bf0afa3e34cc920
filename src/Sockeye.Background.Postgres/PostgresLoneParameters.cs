using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>The parameters of an event that is added alone. They are used again and again: their values are not boxed, and their types found once. For one step at a time.</summary>
internal sealed class PostgresLoneParameters
{
    private readonly NpgsqlParameter<Guid> _id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string?> _name = Text();
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _payload = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<string?> _traceParent = Text();
    private readonly NpgsqlParameter<string?> _traceState = Text();
    private readonly NpgsqlParameter<int> _priority = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<TimeSpan> _delay = new() { NpgsqlDbType = NpgsqlDbType.Interval };
    private readonly NpgsqlParameter<DateTimeOffset?> _notBefore = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<short> _ifUnknown = new() { NpgsqlDbType = NpgsqlDbType.Smallint };
    private readonly NpgsqlParameter<string?> _told = Text();
    private readonly NpgsqlParameter[] _silent;
    private readonly NpgsqlParameter[] _telling;

    public PostgresLoneParameters(string channel)
    {
        _silent = [_id, _name, _payload, _traceParent, _traceState, _priority, _delay, _notBefore, _ifUnknown];
        _telling = [.. _silent, PostgresValues.Text(channel), _told];
    }

    /// <summary>Takes an event apart.</summary>
    /// <param name="added">The event.</param>
    /// <param name="told">What other nodes are told; <see langword="null"/> for nothing.</param>
    public IReadOnlyList<NpgsqlParameter> Of(NewEvent added, string? told)
    {
        _id.TypedValue = added.Id;
        _name.TypedValue = PostgresValues.Storable(added.Name);
        _payload.TypedValue = added.Payload;
        _traceParent.TypedValue = PostgresValues.Storable(added.TraceParent);
        _traceState.TypedValue = PostgresValues.Storable(added.TraceState);
        _priority.TypedValue = added.Priority;
        _delay.TypedValue = PostgresValues.Bounded(added.Delay);
        _notBefore.TypedValue = added.NotBefore?.ToUniversalTime();
        _ifUnknown.TypedValue = (short)added.IfUnknown;
        _told.TypedValue = told;
        return told is null ? _silent : _telling;
    }

    /// <summary>Lets go of the payload.</summary>
    public void Clear() => _payload.TypedValue = default;

    private static NpgsqlParameter<string?> Text() => new() { NpgsqlDbType = NpgsqlDbType.Text };
}
