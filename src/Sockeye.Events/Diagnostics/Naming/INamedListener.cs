namespace Sockeye.Events;

/// <summary>The target of a delegate that stands for something else, which it names.</summary>
internal interface INamedListener
{
    string Name { get; }
}
