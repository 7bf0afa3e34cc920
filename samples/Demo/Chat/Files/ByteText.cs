using System.Globalization;

namespace Demo.Chat.Files;

/// <summary>Says a number of bytes as people do.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        var (count, unit) = ((double)bytes, 0);
        for (; count >= 1024 && unit < Units.Length - 1; unit++)
        {
            count /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {Units[unit]}");
    }
}
