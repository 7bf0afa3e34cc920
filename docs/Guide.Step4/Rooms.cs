namespace Guide.Step4;

public static class Rooms
{
    /// <summary>Names the room of two users, whichever is named first. With the length in front no two pairs share a name.</summary>
    public static string Between(string one, string other)
    {
        var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        return $"{first.Length}:{first}:{second}";
    }
}
