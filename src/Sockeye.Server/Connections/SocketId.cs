using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sockeye.Server.Connections;

/// <summary>Ids of sockets: 20 characters of base64url from 15 random bytes, so that nobody can guess another's.</summary>
internal static class SocketId
{
    /// <summary>A Socket.IO v2 client makes the id by itself, from its connection's.</summary>
    public static string OfRevision3(string sessionId, string namespaceName) => namespaceName == "/" ? sessionId : $"{namespaceName}#{sessionId}";

    public static string New()
    {
        Span<byte> random = stackalloc byte[15];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
