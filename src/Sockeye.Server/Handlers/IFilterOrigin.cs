namespace Sockeye.Server.Handlers;

/// <summary>An attribute that says where a filter comes from.</summary>
internal interface IFilterOrigin
{
    FilterOrigin Origin { get; }
}
