using System.Globalization;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life over polling as clients of protocol revision 3 have it.</summary>
internal sealed class Revision3PollingLife : PollingLife
{
    protected override int Revision => 3;

    protected override bool EntersByItself => true;

    protected override string Join(string[] packets) => string.Concat(packets.Select(static packet => $"{packet.Length}:{packet}"));

    protected override IEnumerable<string> Split(string payload)
    {
        for (var at = 0; at < payload.Length;)
        {
            var colon = payload.IndexOf(':', at);
            var length = int.Parse(payload.AsSpan(at, colon - at), CultureInfo.InvariantCulture);
            yield return payload.Substring(colon + 1, length);
            at = colon + 1 + length;
        }
    }
}
