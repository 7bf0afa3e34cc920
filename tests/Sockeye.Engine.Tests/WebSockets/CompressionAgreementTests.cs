using Sockeye.Engine.WebSockets.Compression;

namespace Sockeye.Engine.Tests.WebSockets;

/// <summary>What is answered to which offer (RFC 7692, section 7.1).</summary>
public class CompressionAgreementTests
{
    private const string Both = "; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate" + Both)]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate" + Both)]
    [InlineData("Permessage-Deflate ;CLIENT_MAX_WINDOW_BITS = \"12\"", "permessage-deflate" + Both + "; client_max_window_bits=12")]
    [InlineData("permessage-deflate; server_max_window_bits=10", "permessage-deflate" + Both + "; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=8", null)] // zlib has no such window
    [InlineData("permessage-deflate; server_max_window_bits=8, permessage-deflate", "permessage-deflate" + Both)]
    [InlineData("permessage-deflate; client_max_window_bits=8", "permessage-deflate" + Both + "; client_max_window_bits=8")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; client_no_context_takeover", "permessage-deflate" + Both)]
    [InlineData("permessage-deflate; server_max_window_bits", null)]
    [InlineData("permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("permessage-deflate; server_max_window_bits=07", null)]
    [InlineData("permessage-deflate; client_max_window_bits=0", null)]
    [InlineData("permessage-deflate; server_no_context_takeover=1", null)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover", null)]
    [InlineData("permessage-deflate; mystery", null)]
    [InlineData("permessage-deflate; __proto__", null)]
    [InlineData("permessage-deflate;", null)]
    [InlineData("", null)]
    [InlineData(",,;=,\"", null)]
    public void By_default_no_side_remembers_anything(string offers, string? answer) =>
        Assert.Equal(answer, DeflateAgreement.Of(offers, new WebSocketCompressionOptions())?.Answer);

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate", true, true)]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover", false, true)]
    [InlineData("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover", true, false)]
    public void A_client_may_forbid_what_the_server_allows(string offers, string answer, bool serverTakesOver, bool clientTakesOver)
    {
        var agreement = DeflateAgreement.Of(offers, new WebSocketCompressionOptions { ServerContextTakeover = true, ClientContextTakeover = true })!;

        Assert.Equal((answer, serverTakesOver, clientTakesOver), (agreement.Answer, agreement.ServerTakesOver, agreement.ClientTakesOver));
    }

    [Fact]
    public void Small_windows_are_for_clients_that_can_be_told()
    {
        var options = new WebSocketCompressionOptions { ServerMaxWindowBits = 11, ClientMaxWindowBits = 10 };

        Assert.Null(DeflateAgreement.Of("permessage-deflate", options));
        var agreement = DeflateAgreement.Of("permessage-deflate; client_max_window_bits", options)!;
        Assert.Equal((11, 10), (agreement.ServerWindowBits, agreement.ClientWindowBits));
        Assert.EndsWith("; server_max_window_bits=11; client_max_window_bits=10", agreement.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_bounds_are_named()
    {
        var options = new EngineOptions { WebSocketCompression = new() { Threshold = -1, ServerMaxWindowBits = 8, ClientMaxWindowBits = 16 } };

        Assert.Equal(
            [
                "WebSocketCompression.Threshold must be at least 0, and is -1.",
                "WebSocketCompression.ServerMaxWindowBits must be between 9 and 15, and is 8.",
                "WebSocketCompression.ClientMaxWindowBits must be between 9 and 15, and is 16.",
            ],
            EngineOptionsValidation.Validate(options));
    }
}
