namespace Sockeye.Events.Tests.Ordering;

/// <summary>What one section of the page claims.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsSame">Whether it says that both print the same.</param>
/// <param name="Script">The half for Node.js.</param>
/// <param name="NodePrints">What it says that this prints.</param>
/// <param name="SockeyePrints">What it says that the other half prints.</param>
internal sealed record OrderingSection(string Title, bool IsSame, string Script, string NodePrints, string SockeyePrints);
