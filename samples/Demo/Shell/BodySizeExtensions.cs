using Microsoft.AspNetCore.Mvc;

namespace Demo.Shell;

internal static class BodySizeExtensions
{
    private const int SmallBody = 16 * 1024;

    /// <summary>Refuses bodies of more than 16 KiB, which no form of the demo has, or of more than a route says.</summary>
    public static TBuilder WithSmallBodies<TBuilder>(this TBuilder routes, int most = SmallBody)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RequestSizeLimitAttribute(most));
}
