using System.Net;
using System.Net.Http.Headers;
using Sockeye;

namespace Demo.Sms;

/// <summary>Sends SMS through the gateway, and stops calling it while it keeps failing.</summary>
internal sealed class SmsSender(HttpClient http, GatewayCircuit circuit, GatewayAddress gateway, SmsSettings settings)
{
    /// <summary>Sends a message; the gateway keeps messages of one key to one.</summary>
    /// <exception cref="JobPostponedException">The gateway is left alone for a while: that costs the job no attempt.</exception>
    /// <exception cref="HttpRequestException">The gateway failed; the next attempt may do better.</exception>
    /// <exception cref="JobRejectedException">The gateway will not take this message, however often it is sent.</exception>
    public async Task SendAsync(TextMessage message, string idempotencyKey, CancellationToken cancellationToken)
    {
        var address = await gateway.WhenReadyAsync(cancellationToken);
        try
        {
            await circuit.Breaker.ExecuteAsync(token => PostAsync(address, message, idempotencyKey, token), cancellationToken);
        }
        catch (CircuitOpenException open)
        {
            throw new JobPostponedException(open.RetryAfter ?? TimeSpan.Zero, "The gateway has failed too often, and is left alone for a while.", open);
        }
    }

    private async Task PostAsync(Uri address, TextMessage message, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(message) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var said = $"The gateway answered {(int)response.StatusCode} ({response.ReasonPhrase}).";
        throw IsFinal(response.StatusCode) ? new JobRejectedException(said) : new HttpRequestException(said, null, response.StatusCode);
    }

    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
