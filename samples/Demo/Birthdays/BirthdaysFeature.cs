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
        var work = WorkSettings.From(builder.Configuration);
        builder.Services.AddSockeyeBackground(background => background
            .On<Morning, FindBirthdays>(BirthdayEvents.Morning, configure: options => work.ApplyTo(options, Queues.Schedules))
            .On<Wish, SendWish>(BirthdayEvents.Wish, configure: options => work.ApplyTo(options, Queues.Mail)));
    }

    public static void MapBirthdays(this WebApplication app) => BirthdayRoutes.Map(app);
}
