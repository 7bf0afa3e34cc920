using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>
/// The answer to an event, for a handler that answers early, with several arguments, or not at all. A handler that takes one is not
/// acknowledged by its result.
/// </summary>
/// <remarks>Safe to use from many threads, also after the handler has returned: the first answer counts, later ones do nothing.</remarks>
public abstract class Ack
{
    private int _sent;

    /// <summary>
    /// Gets the answer to an event whose sender did not ask for one: <see cref="IsWanted"/> is false and sending does nothing.
    /// </summary>
    public static Ack Unwanted { get; } = new UnwantedAck();

    /// <summary>Gets whether the sender asked for an answer.</summary>
    public virtual bool IsWanted => true;

    /// <summary>Gets whether an answer was sent.</summary>
    public bool IsSent => Volatile.Read(ref _sent) != 0;

    /// <summary>Answers, unless an answer was sent before or none is wanted.</summary>
    /// <param name="arguments">The arguments of the answer, as for an emit.</param>
    /// <exception cref="NotSupportedException">An argument is of a type the serializer has no knowledge of. Nothing was sent.</exception>
    /// <exception cref="System.Text.Json.JsonException">An argument cannot be written. Nothing was sent.</exception>
    public void Send(params ReadOnlySpan<object?> arguments)
    {
        if (!IsWanted || Interlocked.Exchange(ref _sent, 1) != 0)
        {
            return;
        }

        try
        {
            Write(arguments);
        }
        catch
        {
            Volatile.Write(ref _sent, 0); // nothing has left: another answer may still be given
            throw;
        }
    }

    /// <summary>Answers with one argument, which may be an array: unlike in a list of arguments it is not taken apart.</summary>
    /// <param name="argument">The only argument of the answer.</param>
    /// <exception cref="NotSupportedException">The argument is of a type the serializer has no knowledge of. Nothing was sent.</exception>
    /// <exception cref="System.Text.Json.JsonException">The argument cannot be written. Nothing was sent.</exception>
    [OverloadResolutionPriority(1)]
    public void Send(object? argument) => Send(new ReadOnlySpan<object?>(in argument));

    /// <summary>Sends the answer. Called at most once, unless it throws.</summary>
    /// <param name="arguments">The arguments of the answer.</param>
    protected abstract void Write(ReadOnlySpan<object?> arguments);

    private sealed class UnwantedAck : Ack
    {
        public override bool IsWanted => false;

        protected override void Write(ReadOnlySpan<object?> arguments)
        {
        }
    }
}
