namespace Sockeye.Engine.Tests.Upgrades;

/// <summary>Where a client gives its upgrade up.</summary>
internal enum Abort
{
    BeforeTheHandshake,
    InTheHandshake,
    AfterTheHandshake,
    AfterTheProbe,
    AfterTheAnswer,
    WithAnotherPacket,
    WithAClosingFrame,
    InsideTheLastFrame,
    AfterTheMove,
}
