using System.Net.WebSockets;

namespace Sockeye.Engine.WebSockets;

/// <summary>The numbers in closing frames (RFC 6455, section 7.4).</summary>
internal static class ClosingStatus
{
    /// <summary>There was a closing frame, without a number.</summary>
    public const int None = 1005;

    /// <summary>There was no closing frame.</summary>
    public const int Abnormal = 1006;

    /// <summary>Whether a number may stand in a closing frame.</summary>
    public static bool MayBeSent(int status) =>
        status is (>= 1000 and <= 1014 and not (1004 or None or Abnormal)) or (>= 3000 and <= 4999);

    public static int Of(WebSocketCloseStatus? status) => status is null or WebSocketCloseStatus.Empty ? None : (int)status;
}
