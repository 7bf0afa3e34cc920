namespace Sockeye.Protocol.EngineIO;

/// <summary>In which form a client takes messages.</summary>
/// <param name="Revision">The revision of the Engine.IO protocol it speaks: 4, or 3.</param>
/// <param name="IsTextOnly">Whether it takes no binary, so that bytes reach it as base64.</param>
public readonly record struct ClientForm(int Revision, bool IsTextOnly)
{
    /// <summary>Gets the form that all others are made from: of revision 4, with binary.</summary>
    public static ClientForm Plain => new(4, false);
}
