using System.Text;

namespace Sockeye.Engine.Tests.Support;

internal sealed record RawResponse(int Status, ILookup<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers[name].SingleOrDefault();
}
