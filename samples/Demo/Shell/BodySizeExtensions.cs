using Microsoft.AspNetCore.Mvc;

namespace Demo.Shell;

internal static class BodySizeExtensions
{
    private const int SmallBody = 16 * 1024;

    /// <summary>Refuses bodies of more than 16 KiB, which no form of the demo has.</summary>
    public static TBuilder WithSmallBodies<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RequestSizeLimitAttribute(SmallBody));
}
