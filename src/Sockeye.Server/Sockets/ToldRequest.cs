using System.Net;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Server.Sockets;

/// <summary>The first HTTP request of a socket on another node, as far as that node told of it.</summary>
internal sealed class ToldRequest
{
    public required IHeaderDictionary Headers { get; init; }

    public required IQueryCollection Query { get; init; }

    public required string Url { get; init; }

    public required IPAddress? Address { get; init; }

    public required bool IsSecure { get; init; }

    public required bool IsCrossDomain { get; init; }

    public required DateTimeOffset Issued { get; init; }
}
