using Microsoft.Extensions.Options;

namespace Sockeye.Events;

/// <summary>The bounds of the options, checked when the application starts.</summary>
internal sealed class EventEmitterOptionsValidation : IValidateOptions<EventEmitterOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, EventEmitterOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.MaxListeners < 0)
        {
            result.AddError("must be 0, which is no limit, or more", nameof(options.MaxListeners));
        }

        if (options.TimeProvider is null)
        {
            result.AddError("must not be null", nameof(options.TimeProvider));
        }

        return result.Build();
    }
}
