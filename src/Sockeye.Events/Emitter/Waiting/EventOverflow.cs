namespace Sockeye;

/// <summary>What happens when an event is emitted faster than its stream is read.</summary>
public enum EventOverflow
{
    /// <summary>The stream stops listening and, when what it kept has been read, ends with an <see cref="EventOverflowException"/>.</summary>
    Fail,

    /// <summary>What has been kept longest is dropped.</summary>
    DropOldest,

    /// <summary>What is emitted now is dropped.</summary>
    DropNewest,
}
