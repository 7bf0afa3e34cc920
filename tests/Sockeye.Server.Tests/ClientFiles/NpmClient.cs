using Sockeye.TestKit;

namespace Sockeye.Server.Tests;

/// <summary>The browser client as npm installed it beside the tests' own scripts: the truth that what we serve is compared with.</summary>
internal static class NpmClient
{
    public static readonly string[] FileNames =
    [
        "socket.io.js", "socket.io.js.map", "socket.io.min.js", "socket.io.min.js.map",
        "socket.io.esm.min.js", "socket.io.esm.min.js.map", "socket.io.msgpack.min.js", "socket.io.msgpack.min.js.map",
    ];

    public static string Folder { get; } = RepositoryRoot.PathOf("tests", "js", "node_modules", "socket.io-client", "dist");

    /// <summary>Where the build says which version it embeds.</summary>
    public static string PackageFile { get; } = RepositoryRoot.PathOf("src", "Sockeye.Server", "ClientFiles", "npm", "package.json");

    public static byte[] Read(string fileName)
    {
        var path = Path.Combine(Folder, fileName);
        Assert.True(File.Exists(path), $"{path} is missing: run 'npm ci' in tests/js first, as test.sh does.");
        return File.ReadAllBytes(path);
    }
}
