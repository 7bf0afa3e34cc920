using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sockeye.Server.Tests;

public sealed class ClientFilesTests(ClientFilesHost host) : IClassFixture<ClientFilesHost>
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    public static TheoryData<string> FileNames => [.. NpmClient.FileNames];

    [Theory, Trait("Behaviour", "54"), Trait("Behaviour", "55")]
    [MemberData(nameof(FileNames))]
    public async Task A_file_is_served_byte_for_byte_as_npm_has_it_in_every_encoding(string name)
    {
        var expected = NpmClient.Read(name);

        foreach (var encoding in new[] { "identity", "gzip", "br", "deflate" })
        {
            using var response = await GetAsync(name, encoding);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(encoding == "identity" ? [] : [encoding], response.Content.Headers.ContentEncoding);
            var body = await response.Content.ReadAsByteArrayAsync(Aborted);
            Assert.Equal(body.Length, response.Content.Headers.ContentLength);
            Assert.Equal(expected, Decode(body, encoding));
        }
    }

    [Theory, Trait("Behaviour", "54")]
    [InlineData("socket.io.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.msgpack.min.js", "application/javascript; charset=utf-8")]
    [InlineData("socket.io.js.map", "application/json; charset=utf-8")]
    [InlineData("socket.io.esm.min.js.map", "application/json; charset=utf-8")]
    public async Task A_file_says_what_it_is_and_how_it_may_be_kept(string name, string contentType)
    {
        using var response = await GetAsync(name, "gzip");

        Assert.Equal(contentType, response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("public, max-age=0", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("\"4.8.4\"", response.Headers.NonValidated["ETag"].ToString());
        Assert.Equal("Accept-Encoding", response.Headers.NonValidated["Vary"].ToString());
    }

    [Theory, Trait("Behaviour", "56")]
    [InlineData("\"4.8.4\"")]
    [InlineData("W/\"4.8.4\"")]
    [InlineData("\"4.8.3\", \"4.8.4\"")]
    [InlineData("\"4.8.3\",W/\"4.8.4\"")]
    [InlineData("*")]
    public async Task A_browser_that_has_the_file_gets_304_without_a_body(string ifNoneMatch)
    {
        using var response = await GetAsync("socket.io.min.js", "gzip", ifNoneMatch);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Aborted));
        Assert.Equal("\"4.8.4\"", response.Headers.ETag?.Tag);
        Assert.Null(response.Content.Headers.ContentType);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("\"4.8.3\"")]
    [InlineData("4.8.4")]
    [InlineData("\"4.8.4")]
    [InlineData("\"*\"")]
    [InlineData("")]
    [InlineData(",,,")]
    public async Task A_browser_that_has_another_file_or_talks_nonsense_gets_the_file(string ifNoneMatch)
    {
        using var response = await GetAsync("socket.io.min.js", "gzip", ifNoneMatch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Head_says_all_that_get_says_without_the_body()
    {
        using var get = await GetAsync("socket.io.js", "br");
        using var head = await SendAsync(HttpMethod.Head, "socket.io.js", "br", ifNoneMatch: null);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Aborted));
    }

    [Fact, Trait("Behaviour", "55")]
    public async Task A_query_string_says_nothing()
    {
        using var response = await GetAsync("socket.io.min.js?v=1&EIO=4&transport=polling", "identity");

        Assert.Equal(NpmClient.Read("socket.io.min.js"), await response.Content.ReadAsByteArrayAsync(Aborted));
    }

    [Fact]
    public async Task Any_method_is_served_as_in_the_reference()
    {
        using var response = await SendAsync(HttpMethod.Post, "socket.io.min.js", "identity", ifNoneMatch: null);

        Assert.Equal(NpmClient.Read("socket.io.min.js"), await response.Content.ReadAsByteArrayAsync(Aborted));
    }

    [Fact]
    public void Eight_names_are_files_and_no_other_is()
    {
        Assert.All(NpmClient.FileNames, name => Assert.True(ClientFiles.IsClientFile(name)));
        Assert.All(
            ["", "socket.io", "Socket.IO.js", "socket.io.js.gz", "socket.io.esm.js", "socket.io.msgpack.js", "/socket.io.js", "../socket.io.js", "socket.io.js "],
            name => Assert.False(ClientFiles.IsClientFile(name)));
    }

    [Fact]
    public void The_version_is_the_one_the_build_fetches_and_the_file_calls_itself()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(NpmClient.PackageFile));
        var wanted = package.RootElement.GetProperty("dependencies").GetProperty("socket.io-client").GetString();

        Assert.Equal(ClientFiles.Version, wanted);
        Assert.Contains($"Socket.IO v{wanted}\n", Encoding.UTF8.GetString(NpmClient.Read("socket.io.js")), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> GetAsync(string name, string acceptEncoding, string? ifNoneMatch = null) =>
        SendAsync(HttpMethod.Get, name, acceptEncoding, ifNoneMatch);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string name, string acceptEncoding, string? ifNoneMatch)
    {
        using var request = new HttpRequestMessage(method, name);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await host.Client.SendAsync(request, Aborted);
    }

    private static byte[] Decode(byte[] body, string encoding)
    {
        var encoded = new MemoryStream(body);
        using Stream decoded = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
            _ => encoded,
        };
        using var plain = new MemoryStream();
        decoded.CopyTo(plain);
        return plain.ToArray();
    }
}
