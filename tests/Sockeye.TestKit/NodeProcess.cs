using System.Diagnostics;

namespace Sockeye.TestKit;

/// <summary>A script of <c>tests/js</c> that runs under Node.js beside the test; see <see cref="ChildProcess"/>.</summary>
public sealed class NodeProcess : ChildProcess
{
    private NodeProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Starts a script.</summary>
    /// <param name="script">Its path, relative to <c>tests/js</c>.</param>
    /// <param name="arguments">What it is given.</param>
    public static NodeProcess Start(string script, params ReadOnlySpan<string> arguments) =>
        new(new ProcessStartInfo("node", ["--import", "./end-with-parent.mjs", script, .. arguments])
        {
            WorkingDirectory = RepositoryRoot.PathOf("tests", "js"),
        });
}
