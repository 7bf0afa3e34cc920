using System.Diagnostics;
using System.Globalization;

namespace Sockeye.Events;

/// <summary>Who called into this library: the frames of a stack from the first one outside of it.</summary>
internal static class Callers
{
    private const string CoreLibrary = "System.Private.CoreLib";
    private static readonly string Own = typeof(Callers).Assembly.GetName().Name!;

    /// <summary>Takes the stack of this thread.</summary>
    /// <param name="max">How many frames are kept, from the caller on.</param>
    /// <param name="withFiles">Whether files and lines are looked up, which takes most of the time.</param>
    public static ReadOnlySpan<StackFrame> Take(int max, bool withFiles)
    {
        ReadOnlySpan<StackFrame> frames = new StackTrace(1, withFiles).GetFrames();
        var first = 0;
        while (first < frames.Length && IsBetween(frames[first]))
        {
            first++;
        }

        // All of it is ours where a thread of the pool emits: better that than nothing.
        frames = first == frames.Length ? frames : frames[first..];
        return frames[..Math.Min(max, frames.Length)];
    }

    /// <summary>Names a frame, with file and line where they are known.</summary>
    public static string Describe(StackFrame frame)
    {
        var name = DiagnosticMethodInfo.Create(frame) is { } method ? MemberNames.Of(method) : "(unknown)";
        return frame.GetFileName() is { } file
            ? string.Create(CultureInfo.InvariantCulture, $"{name} in {file}:line {frame.GetFileLineNumber()}")
            : name;
    }

    // What starts an asynchronous method lies between ours and the caller.
    private static bool IsBetween(StackFrame frame)
    {
        var name = DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName.Split(',')[0];
        return name is null or CoreLibrary || name == Own;
    }
}
