using System.Diagnostics;

namespace Sockeye.TestKit;

/// <summary>A script of <c>tests/python</c> that runs under the system's Python, whose packages <c>test.sh</c> installs; see <see cref="ChildProcess"/>.</summary>
public sealed class PythonProcess : ChildProcess
{
    // Another one in the path would not have those packages.
    private const string SystemPython = "/usr/bin/python3";

    private PythonProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Starts a script.</summary>
    /// <param name="script">Its path, relative to <c>tests/python</c>.</param>
    /// <param name="arguments">What it is given.</param>
    public static PythonProcess Start(string script, params ReadOnlySpan<string> arguments) =>
        new(new ProcessStartInfo(SystemPython, ["-B", script, .. arguments])
        {
            WorkingDirectory = RepositoryRoot.PathOf("tests", "python"),
        });
}
