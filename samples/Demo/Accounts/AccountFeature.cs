using Demo.Shell;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sockeye;

namespace Demo.Accounts;

/// <summary>Students and psychiatrists, their cookie, and who may see what.</summary>
internal static class AccountFeature
{
    private static readonly string[] ForMembers = ["/accounts/", "/chat/"];

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Accounts");
        builder.Services.Configure<AccountOptions>(settings);
        builder.Services.AddSingleton<AccountStore>();
        builder.Services.AddSingleton<AccountSession>();
        builder.Services.AddSingleton<AccountRoutes>();
        builder.Services.AddSingleton<OwnAccountRoutes>();
        builder.Services.AddSingleton<AttemptLimits>();
        builder.Services.AddSingleton<KnownDevices>();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<ExampleAccounts>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<ExampleAccounts>());
        builder.Services.AddHostedService<SessionSweeper>();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "sockeye-demo";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // Secure wherever the demo is served over TLS
            cookie.ExpireTimeSpan = settings.Get<AccountOptions>()?.SessionLifetime ?? new AccountOptions().SessionLifetime;
            cookie.SlidingExpiration = true;
            cookie.Events.OnCheckSlidingExpiration = AccountSession.ExtendAsync;
            cookie.Events.OnValidatePrincipal = AccountSession.ValidateAsync;

            // Routes answer 401 and 403; only pages lead to the log-in page, and UseAccounts does that.
            cookie.Events.OnRedirectToLogin = static context => Answer(context.Response, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = static context => Answer(context.Response, StatusCodes.Status403Forbidden);
        });
    }

    /// <summary>Sends whoever is not logged in from the pages for members to the log-in page. It stands in front of whatever serves pages.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(static (context, next) =>
        {
            if (ForMembers.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase) && context.User.Identity is not { IsAuthenticated: true })
            {
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Redirect("/accounts/log-in/?returnUrl=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    public static void MapAccounts(this WebApplication app, SocketServer io)
    {
        io.MapHandlers<AccountHandlers>(AccountRoutes.Namespace).RequireAuthorization().LimitEvents(EventRate.OfASocket());
        var routes = app.Services.GetRequiredService<AccountRoutes>();
        foreach (var kind in AccountKind.All)
        {
            var group = app.MapGroup($"/api/{kind}s").WithSmallBodies();
            group.MapPost("/sign-up", (HttpContext context, SignUpRequest request) => routes.SignUpAsync(context, request, kind));
            group.MapPost("/log-in", (HttpContext context, LogInRequest request) => routes.LogInAsync(context, request, kind));

            // Addresses to remember, one for each kind.
            app.MapGet($"/{kind}s/sign-up", () => TypedResults.Redirect($"/accounts/sign-up/?kind={kind}"));
            app.MapGet($"/{kind}s/log-in", () => TypedResults.Redirect($"/accounts/log-in/?kind={kind}"));
        }

        app.MapPost("/api/log-out", static async (HttpContext context, AccountSession session) =>
        {
            await session.LogOutAsync(context);
            return TypedResults.NoContent();
        }).AddEndpointFilter(PageOwner.CheckAsync);
        app.MapGet("/api/accounts/examples", static (ExampleAccounts examples) => examples.All);
        app.Services.GetRequiredService<OwnAccountRoutes>().Map(app.MapGroup("/api/account").RequireAuthorization().AddEndpointFilter(PageOwner.CheckAsync).WithSmallBodies());
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
