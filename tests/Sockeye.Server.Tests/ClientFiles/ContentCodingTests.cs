using Microsoft.Extensions.Primitives;

namespace Sockeye.Server.Tests;

public sealed class ContentCodingTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("deflate", "deflate")]
    [InlineData("GZIP", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "gzip")]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip;q=0.5, br;q=0.9, deflate;q=0.7", "br")]
    [InlineData("gzip;q=0.5,br;q=0.5", "gzip")]
    [InlineData("gzip;q=0, br;q=0, deflate", "deflate")]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=0, *", "br")]
    [InlineData("*", "gzip")]
    [InlineData("*;q=0", null)]
    [InlineData("*;q=0.1, deflate;q=0.2", "deflate")]
    [InlineData("gzip;q=0, br;q=0, deflate;q=0, *", null)]
    [InlineData("identity", null)]
    [InlineData("identity;q=1, gzip;q=0.5", null)]
    [InlineData("identity;q=0.5, gzip;q=1", "gzip")]
    [InlineData("zstd, compress", null)]
    [InlineData("", null)]
    [InlineData("gzip;q=nonsense", null)]
    [InlineData(";;;", null)]
    public void The_best_liked_encoding_is_chosen(string acceptEncoding, string? expected)
    {
        Assert.Equal(expected, ContentCodingNegotiation.Choose(acceptEncoding).HeaderValue());
    }

    [Fact]
    public void Without_the_header_the_file_goes_out_as_it_is()
    {
        Assert.Equal(ContentCoding.Identity, ContentCodingNegotiation.Choose(StringValues.Empty));
    }

    [Fact]
    public void Several_headers_are_one_list()
    {
        Assert.Equal(ContentCoding.Brotli, ContentCodingNegotiation.Choose(new StringValues(["gzip;q=0.5", "br"])));
    }
}
