using Sockeye;

namespace Demo.Work;

/// <summary>When what failed is tried again: the settings <c>Work:Retry</c>. Short, so that a visitor sees all of it.</summary>
internal sealed class RetrySettings
{
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(20);

    public int MaxAttempts { get; set; } = 6;

    public static RetrySettings From(IConfiguration configuration) => configuration.GetSection("Work:Retry").Get<RetrySettings>() ?? new();

    public void ApplyTo(RetryOptions retry) => (retry.FirstDelay, retry.MaxDelay, retry.MaxAttempts) = (FirstDelay, MaxDelay, MaxAttempts);
}
