using System.Diagnostics;

namespace Sockeye.EmitRig;

/// <summary>Node.js beside this process: a question a line, an answer a line. It inherits the core this thread is on.</summary>
internal sealed class NodePeer : IDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo("node", ["--expose-gc", Path.Combine(AppContext.BaseDirectory, "node", "emit.mjs")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node.js ended: its standard error says why.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
