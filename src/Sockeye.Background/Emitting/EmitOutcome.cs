namespace Sockeye;

/// <summary>What became of an event that was emitted.</summary>
public enum EmitOutcome
{
    /// <summary>It is in the store, with a job for each listener known.</summary>
    Stored,

    /// <summary>It is in the store, and waits for the first listener to register for it: see <see cref="UnknownEventPolicy.Keep"/>.</summary>
    Kept,

    /// <summary>An event of this name holds its unique key: that one counts, and nothing was stored.</summary>
    Duplicate,

    /// <summary>No listener is known and nothing was stored, as wished: see <see cref="UnknownEventPolicy.Ignore"/>.</summary>
    Ignored,

    /// <summary>
    /// It was not to be durable, and there was no room for it (see <see cref="BackgroundOptions.OptionalCapacity"/>) or the application's listeners are stopping, so that
    /// nobody would run it.
    /// </summary>
    Dropped,

    /// <summary>It is in the outbox of the transaction it was emitted in, and will be moved to the store once that has committed.</summary>
    InOutbox,
}
