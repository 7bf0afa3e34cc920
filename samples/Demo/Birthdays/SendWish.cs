using Demo.Mail;
using Demo.Work;
using Sockeye;

namespace Demo.Birthdays;

/// <summary>Writes a birthday letter.</summary>
internal sealed class SendWish(IMailer mailer, People people, ChangeFeed changes) : IBackgroundListener<Wish>
{
    public async Task HandleAsync(Wish? payload, JobContext context, CancellationToken cancellationToken)
    {
        var wish = payload!;
        await mailer.SendAsync(
            new Letter(context.IdempotencyKey, wish.Email, $"Happy birthday, {wish.Name}! 🎂", $"Dear {wish.Name},\n\nall the best for your birthday.\n\nThe fish shop"),
            cancellationToken);
        await people.SetWishedAsync(wish.PersonId, wish.Year, cancellationToken);
        changes.Tell(ChangeFeed.Birthdays);
    }
}
