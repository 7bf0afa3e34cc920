using System.Data;
using System.Globalization;
using Dapper;

namespace Demo.Data;

/// <summary>Keeps an instant as text in ISO 8601 and UTC, which sorts in order of time.</summary>
internal sealed class InstantText : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) => DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
        parameter.Value = value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
