using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>Values as the database takes and gives them.</summary>
internal static class PostgresValues
{
    // A time and a thousand years are within what the database can reckon with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    public static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static NpgsqlParameter Text(string? value) => Of(Storable(value), NpgsqlDbType.Text);

    public static NpgsqlParameter Number(int value) => Of(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Long(long value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Boolean(bool value) => Of(value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Id(Guid? value) => Of(value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Time(DateTimeOffset? value) => Of(value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Span(TimeSpan value) => Of(Bounded(value), NpgsqlDbType.Interval);

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) => Of(Array(value), NpgsqlDbType.Bytea);

    public static NpgsqlParameter Many<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(items[i]);
        }

        return Of(values, NpgsqlDbType.Array | type);
    }

    public static NpgsqlParameter Texts<TItem>(IReadOnlyList<TItem> items, Func<TItem, string?> text) =>
        Many(items, item => Storable(text(item)), NpgsqlDbType.Text);

    public static TimeSpan Bounded(TimeSpan value) => value > Longest ? Longest : value;

    public static byte[] Array(ReadOnlyMemory<byte> value) =>
        MemoryMarshal.TryGetArray(value, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : value.ToArray();

    /// <summary>Replaces what the database cannot store in a text: U+0000, and halves of surrogate pairs.</summary>
    public static string? Storable(string? text) =>
        text is null || (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0', StringComparison.Ordinal))
            ? text
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset GetTime(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTime(column);

    public static Guid? IdOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static byte[] GetBytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
