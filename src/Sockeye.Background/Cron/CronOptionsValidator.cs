using Microsoft.Extensions.Options;

namespace Sockeye.Background.Cron;

internal sealed class CronOptionsValidator : IValidateOptions<CronOptions>
{
    public ValidateOptionsResult Validate(string? name, CronOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.MissedAfter < TimeSpan.Zero || options.MissedAfter > TimeSpan.FromDays(1))
        {
            result.AddError("must be from zero to a day", nameof(options.MissedAfter));
        }

        if (options.LookAgainAfter < TimeSpan.FromMilliseconds(50) || options.LookAgainAfter > TimeSpan.FromHours(1))
        {
            result.AddError("must be from 50 milliseconds to an hour", nameof(options.LookAgainAfter));
        }

        return result.Build();
    }
}
