using Microsoft.Extensions.Options;

namespace Demo.Shell;

internal sealed class ProxyOptionsValidation : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Known) && !options.Entries.Any())
        {
            return ValidateOptionsResult.Fail("Proxy:Known names no proxy.");
        }

        return options.Entries.FirstOrDefault(static entry => !ProxyOptions.TryParse(entry, out _)) is { } wrong
            ? ValidateOptionsResult.Fail($"Proxy:Known: {wrong} is neither an address nor a network; they look like 127.0.0.1, 10.0.0.0/8 or fd00::/8.")
            : ValidateOptionsResult.Success;
    }
}
