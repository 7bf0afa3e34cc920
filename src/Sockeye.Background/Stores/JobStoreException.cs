namespace Sockeye;

/// <summary>A store could not do what it was asked to. The step it failed in left nothing behind, unless it is transient.</summary>
public sealed class JobStoreException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="JobStoreException"/> class.</summary>
    /// <param name="failure">What kept the store from it.</param>
    /// <param name="message">What was wrong, where, and what would be right.</param>
    /// <param name="innerException">What the store's own client threw, where it did.</param>
    public JobStoreException(JobStoreFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Gets what kept the store from it.</summary>
    public JobStoreFailure Failure { get; }

    /// <summary>
    /// Gets a value indicating whether the same step may succeed soon without anybody's doing, since the way to the store was lost for a while. Then the step may
    /// have been taken, and only its answer be lost: where it was adding, adding the same again adds nothing.
    /// </summary>
    public bool IsTransient { get; init; }
}
