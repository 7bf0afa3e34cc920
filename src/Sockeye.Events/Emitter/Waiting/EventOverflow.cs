namespace Sockeye;

/// <summary>What happens to an event that comes when what is to keep it is full: a stream that is read too slowly, or an <see cref="EventBuffer{T}"/>.</summary>
public enum EventOverflow
{
    /// <summary>
    /// Nothing is dropped. The stream stops listening and, when what it kept has been read, ends with an <see cref="EventOverflowException"/>; the buffer
    /// refuses what comes with an <see cref="EventBufferFullException"/>.
    /// </summary>
    Fail,

    /// <summary>What has been kept longest is dropped.</summary>
    DropOldest,

    /// <summary>What is emitted now is dropped.</summary>
    DropNewest,
}
