using System.Net;

namespace Demo.Shell;

/// <summary>The settings in <c>Proxy</c>.</summary>
internal sealed class ProxyOptions
{
    /// <summary>
    /// Gets or sets whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: addresses and networks with commas between them, such as
    /// <c>127.0.0.1, 10.0.0.0/8</c>. Without it nobody's are.
    /// </summary>
    public string? Known { get; set; }

    public IEnumerable<string> Entries => (Known ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<IPNetwork> Networks => Entries.Select(static entry => TryParse(entry, out var network)
        ? network
        : throw new FormatException($"{entry} is neither an address nor a network."));

    public static bool TryParse(string entry, out IPNetwork network)
    {
        if (IPAddress.TryParse(entry, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(entry, out network);
    }
}
