using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sockeye.Engine;

/// <summary>Makes session ids: 20 characters of base64url, from 12 bytes that cannot be guessed and a sequence.</summary>
internal sealed class SessionIds
{
    private const int RandomBytes = 12;
    private const int Length = 15;

    private uint _sequence;

    public string Next()
    {
        Span<byte> id = stackalloc byte[Length];
        RandomNumberGenerator.Fill(id[..RandomBytes]);
        var sequence = Interlocked.Increment(ref _sequence);
        id[12] = (byte)(sequence >> 16);
        id[13] = (byte)(sequence >> 8);
        id[14] = (byte)sequence;
        return Base64Url.EncodeToString(id);
    }
}
