using System.Text;

namespace Sockeye.Events.Streams;

/// <summary>Gives an encoding the fallbacks that <see cref="InvalidText"/> asks for, whatever it came with.</summary>
internal static class EncodingPolicy
{
    public static Encoding Apply(Encoding encoding, InvalidText invalid)
    {
        var own = (Encoding)encoding.Clone();
        if (invalid == InvalidText.Fail)
        {
            own.DecoderFallback = DecoderFallback.ExceptionFallback;
            own.EncoderFallback = EncoderFallback.ExceptionFallback;
            return own;
        }

        // An encoding that came with exceptions is one whose replacement nobody chose.
        own.DecoderFallback = new DecoderReplacementFallback("\uFFFD");
        if (own.EncoderFallback is EncoderExceptionFallback)
        {
            own.EncoderFallback = EncodingMark.Of(own).Length > 0 ? new EncoderReplacementFallback("\uFFFD") : EncoderFallback.ReplacementFallback;
        }

        return own;
    }
}
