using System.Runtime.InteropServices;

namespace Sockeye.LoadRig.Rig;

/// <summary>A server to measure: how it is called, what it speaks and how it is started.</summary>
internal sealed record Peer(string Name, string Title, string Wire, string? NpmFolder, Func<IReadOnlyList<string>> Command)
{
    public static IReadOnlyList<Peer> All { get; } =
    [
        new("sockeye", "Sockeye", "socket.io", null, () => ["dotnet", DotNetServer("SockeyeServer")]),
        new("node", "socket.io on Node.js, ws", "socket.io", "node", () => ["node", "--expose-gc", "server.mjs"]),
        new("bun", "socket.io on Bun, native engine", "socket.io", "bun", () => [BunBinary(), "server.mjs"]),
        new("signalr", "SignalR, JSON", "signalr", null, () => ["dotnet", DotNetServer("SignalRServer")]),
    ];

    /// <summary>Gets the peers that run only when they are named: the same servers under another setting of the runtime.</summary>
    public static IReadOnlyList<Peer> Variants { get; } =
    [
        new("sockeye-transport", "Sockeye on its own transport", "socket.io", null, () => ["dotnet", DotNetServer("SockeyeServer"), "--transport=sockeye"]),
        new("sockeye-inline", "Sockeye, socket completions inline", "socket.io", null, () => [.. InlineCompletions, "dotnet", DotNetServer("SockeyeServer")]),
        new("signalr-inline", "SignalR, socket completions inline", "signalr", null, () => [.. InlineCompletions, "dotnet", DotNetServer("SignalRServer")]),
    ];

    /// <summary>
    /// The runtime then completes socket operations on the thread that waits for all sockets, without a hop to the thread pool. It is the choice of an
    /// application, not of a library: whatever blocks in such a completion stalls every socket.
    /// </summary>
    private static string[] InlineCompletions => ["env", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1"];

    public static Peer Named(string name) =>
        All.Concat(Variants).FirstOrDefault(peer => peer.Name == name)
        ?? throw new ArgumentException($"There is no peer {name}: there are {string.Join(", ", All.Concat(Variants).Select(static peer => peer.Name))}.");

    /// <summary>Gets the folder the server runs in.</summary>
    public string Folder => NpmFolder is null ? AppContext.BaseDirectory : Path.Combine(Repository.Servers, NpmFolder);

    private static string DotNetServer(string name)
    {
        // artifacts/bin/<project>/<configuration>/: the servers are built with the rig, beside it.
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(mine.Parent!.Parent!.FullName, name, mine.Name, name + ".dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: build the rig with `dotnet build`.");
    }

    /// <summary>The binary of npm's <c>bun</c> package lies in the optional package of the platform; its install script, which would copy it, is not run.</summary>
    private static string BunBinary()
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x64";
        var path = Path.Combine(Repository.Servers, "bun", "node_modules", "@oven", $"bun-linux-{architecture}", "bin", "bun");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: npm left out the optional package of this platform.");
    }
}
