using Microsoft.Extensions.Options;

namespace Sockeye.Transport.Hosting;

/// <summary>Says what is wrong with <see cref="EpollTransportOptions"/>.</summary>
internal sealed class EpollTransportOptionsValidation : IValidateOptions<EpollTransportOptions>
{
    public ValidateOptionsResult Validate(string? name, EpollTransportOptions options)
    {
        var wrong = new (string Name, long Value)[]
        {
            (nameof(options.Backlog), options.Backlog),
            (nameof(options.MaxReadBufferSize), options.MaxReadBufferSize),
            (nameof(options.MaxWriteBufferSize), options.MaxWriteBufferSize),
        }.Where(static option => option.Value < 1).Select(static option => $"{option.Name} must be at least 1, and is {option.Value}.").ToArray();
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
