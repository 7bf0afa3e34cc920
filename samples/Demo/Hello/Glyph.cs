namespace Demo.Hello;

/// <summary>A picture of eight by eight dots in eight bytes: a byte for each row, its highest bit on the left.</summary>
internal static class Glyph
{
    public const int Size = 8;

    /// <summary>Turns a picture a quarter clockwise.</summary>
    public static byte[] Turn(ReadOnlySpan<byte> rows)
    {
        var turned = new byte[Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                if ((rows[row] & (0x80 >> column)) != 0)
                {
                    turned[column] |= (byte)(1 << row);
                }
            }
        }

        return turned;
    }
}
