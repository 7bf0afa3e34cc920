using System.Net.Http.Json;

namespace Sockeye.ChatRig;

/// <summary>Logs the clients in, each by the route of its kind. Cookies lie in the data's folder, so that a later run need not wait for so many passwords again.</summary>
internal static class LogIns
{
    private const int AtOnce = 8;
    private const int Saved = 200;

    /// <summary>Gets each client's cookie.</summary>
    public static async Task<string[]> BeginAsync(Uri address, string data, int clients)
    {
        var file = Path.Combine(data, "load-cookies.txt");
        var known = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
        var cookies = new string[clients];
        known.AsSpan(0, Math.Min(known.Length, clients)).CopyTo(cookies);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        foreach (var some in Enumerable.Range(0, clients).Where(client => cookies[client] is null).Chunk(Saved))
        {
            await Parallel.ForEachAsync(
                some,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (client, cancellationToken) => cookies[client] = await LogInAsync(http, client, cancellationToken));
            await File.WriteAllLinesAsync(file, cookies.TakeWhile(static cookie => cookie is not null)); // a run that is stopped has not waited in vain
        }

        return cookies;
    }

    private static async Task<string> LogInAsync(HttpClient http, int client, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(
            $"/api/{Population.KindOf(client)}s/log-in",
            new { Email = Population.EmailOf(client), Population.Password },
            cancellationToken);
        return response.IsSuccessStatusCode && response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.First().Split(';')[0]
            : throw new InvalidOperationException(
                $"{Population.EmailOf(client)} cannot log in: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
