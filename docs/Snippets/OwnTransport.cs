namespace Snippets;

internal static class OwnTransport
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockeyeTransport();
    }
}
