namespace Sockeye;

/// <summary>What kept a store from doing what it was asked to. Nothing of the failed step has been kept.</summary>
public enum JobStoreFailure
{
    /// <summary>The store answered with an error that has no name here; the message has its own words.</summary>
    Other,

    /// <summary>The disk, the quota or the store's own limit of size is full.</summary>
    Full,

    /// <summary>Another connection holds a lock and did not give it up in time.</summary>
    Locked,

    /// <summary>The file is damaged, or is none of this store's.</summary>
    Corrupt,

    /// <summary>The file or its folder cannot be written to.</summary>
    ReadOnly,

    /// <summary>The store cannot be reached or opened.</summary>
    Unavailable,

    /// <summary>The store's schema was made by a newer version of this library, or changed by one since: start the newer version.</summary>
    NewerSchema,
}
