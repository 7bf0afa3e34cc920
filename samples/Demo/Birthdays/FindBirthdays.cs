using Sockeye;

namespace Demo.Birthdays;

/// <summary>In the morning, emits a wish for everybody in that time zone who has a birthday. Under a unique key: one a year, however often this runs.</summary>
internal sealed class FindBirthdays(People people, IBackgroundEvents background) : IBackgroundListener<Morning>
{
    public async Task HandleAsync(Morning? payload, JobContext context, CancellationToken cancellationToken)
    {
        // The slot's own day, not the day of a late or repeated attempt.
        var zone = TimeZoneInfo.FindSystemTimeZoneById(payload!.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Slot ?? context.Created, zone).Date);
        var born = people.LivingIn(payload.TimeZone).Where(person => person.HasBirthdayOn(today)).ToArray();
        if (born.Length > 0)
        {
            await background.EmitManyAsync([.. born.Select(person => WishFor(person, today.Year))], cancellationToken);
        }

        await context.ReportProgressAsync($"{born.Length} on {today:yyyy-MM-dd}", cancellationToken);
    }

    private static BackgroundEvent WishFor(Person person, int year) => BackgroundEvent.Create(
        BirthdayEvents.Wish,
        new Wish(person.Id, person.Name, person.Email, year),
        new BackgroundEmitOptions { UniqueKey = $"wish {person.Id} {year}", UniqueFor = TimeSpan.FromDays(366) });
}
