using System.Net;
using System.Net.Sockets;

namespace Demo.Accounts;

/// <summary>What stands for whoever is behind an address: an address of IPv4, and 64 bits of IPv6, of which one line has all the rest.</summary>
internal static class AddressPrefix
{
    private const int Bytes = 8;

    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, Bytes)) + "/64"
            : address.ToString();
    }
}
