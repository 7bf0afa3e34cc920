using System.Globalization;

namespace Demo.Orders;

/// <summary>Amounts in cents of a euro, as text.</summary>
internal static class Money
{
    public static string Text(long cents) => string.Create(CultureInfo.InvariantCulture, $"€ {cents / 100}.{cents % 100:00}");
}
