using System.Diagnostics;

namespace Sockeye.TestKit;

/// <summary>A program of <c>bench</c>, run to its end.</summary>
public static class RigProcess
{
    /// <summary>Runs it from its own folder and not from the copy beside the test: it finds there what it starts, itself among it.</summary>
    /// <param name="name">Its project.</param>
    /// <param name="atMost">How long it may take; then it is killed.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string name, TimeSpan atMost, string[] arguments, CancellationToken cancellationToken)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        var start = new ProcessStartInfo(RepositoryRoot.PathOf("artifacts", "bin", name, configuration, name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(atMost, cancellationToken);
            return (process.ExitCode, await output.DefaultTimeout(), await errors.DefaultTimeout());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
