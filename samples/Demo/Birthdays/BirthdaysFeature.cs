using Demo.Work;

namespace Demo.Birthdays;

/// <summary>Wishes by e-mail, each morning at nine where the person lives.</summary>
internal static class BirthdaysFeature
{
    public static void AddBirthdays(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<People>();
        builder.Services.AddSingleton<MorningSchedules>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MorningSchedules>());
        var retry = RetrySettings.From(builder.Configuration);
        builder.Services.AddSockeyeBackground(background => background
            .On<Morning, FindBirthdays>(BirthdayEvents.Morning, configure: options => retry.ApplyTo(options.Retry))
            .On<Wish, SendWish>(BirthdayEvents.Wish, configure: options =>
            {
                options.Queue = Queues.Mail;
                retry.ApplyTo(options.Retry);
            }));
    }

    public static void MapBirthdays(this WebApplication app) => BirthdayRoutes.Map(app);
}
