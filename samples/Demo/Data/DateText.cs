using System.Data;
using System.Globalization;
using Dapper;

namespace Demo.Data;

/// <summary>Keeps a date as text, such as <c>1990-12-31</c>.</summary>
internal sealed class DateText : SqlMapper.TypeHandler<DateOnly>
{
    private const string Format = "yyyy-MM-dd";

    public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, Format, CultureInfo.InvariantCulture);

    public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value.ToString(Format, CultureInfo.InvariantCulture);
}
