namespace Sockeye;

/// <summary>What happens where bytes are no text, or text cannot be bytes, in the encoding at hand.</summary>
public enum InvalidText
{
    /// <summary>U+FFFD stands for bytes that are not valid; where the output's encoding lacks a character, its own replacement does ("?" as a rule).</summary>
    Replace,

    /// <summary>The stream fails with an <see cref="InvalidDataException"/> that names the encoding and the place.</summary>
    Fail,
}
