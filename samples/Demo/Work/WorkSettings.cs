using Sockeye;

namespace Demo.Work;

/// <summary>The settings <c>Work</c>: how background jobs are run. All is short, so that a visitor sees it.</summary>
internal sealed class WorkSettings
{
    /// <summary>Gets or sets how long a killed process keeps what it had begun from others.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long an attempt may take: a far side that says nothing has failed.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the first pause before another attempt is. Each is twice as long as the one before.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long a pause is at the most.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets after how many attempts a job becomes a dead letter.</summary>
    public int MaxAttempts { get; set; } = 6;

    public static WorkSettings From(IConfiguration configuration) => configuration.GetSection("Work").Get<WorkSettings>() ?? new();

    public void ApplyTo(BackgroundListenerOptions options, string queue)
    {
        options.Queue = queue;
        options.AttemptTimeout = AttemptTimeout;
        (options.Retry.FirstDelay, options.Retry.MaxDelay, options.Retry.MaxAttempts) = (FirstDelay, MaxDelay, MaxAttempts);
    }
}
