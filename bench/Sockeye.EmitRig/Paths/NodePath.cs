using System.Globalization;

namespace Sockeye.EmitRig.Paths;

/// <summary>Node's own EventEmitter, in a process that waits while others are measured.</summary>
internal sealed class NodePath(NodePeer node, int listeners) : MeasuredPath("Node.js EventEmitter")
{
    public override Sample Measure(int operations)
    {
        var answer = node.Ask($"{listeners} {operations}").Split(' ');
        return long.Parse(answer[2], CultureInfo.InvariantCulture) == (long)listeners * operations
            ? new(double.Parse(answer[0], CultureInfo.InvariantCulture) / operations, double.Parse(answer[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"Node's listeners heard {answer[2]} and not {(long)listeners * operations}.");
    }
}
