using System.Security.Cryptography;

namespace Demo.Sms;

/// <summary>The settings <c>Sms</c>.</summary>
internal sealed class SmsSettings
{
    /// <summary>Gets or sets where the gateway is; without it, the demo plays one itself.</summary>
    public Uri? Gateway { get; set; }

    /// <summary>Gets or sets what the gateway knows us by; another one each time the demo starts unless it is set.</summary>
    public string ApiKey { get; set; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Seller { get; set; } = "+49 30 5550101";

    public string Admin { get; set; } = "+49 30 5550102";

    /// <summary>Gets or sets how many calls must fail in a row for the circuit to open.</summary>
    public int FailureThreshold { get; set; } = 3;

    /// <summary>Gets or sets how long the circuit stays open before it tries again.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Gets or sets how long the gateway that the demo plays takes for an answer.</summary>
    public TimeSpan AnswerAfter { get; set; } = TimeSpan.FromMilliseconds(400);
}
