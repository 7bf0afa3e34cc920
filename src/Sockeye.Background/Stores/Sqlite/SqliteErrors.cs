using SQLitePCL;

namespace Sockeye.Background;

/// <summary>Turns SQLite's result codes into exceptions that say which file, what is wrong with it and what would be right.</summary>
internal static class SqliteErrors
{
    // https://www.sqlite.org/rescode.html: the low byte is the code, the rest tells more of it.
    private const int PrimaryCode = 0xff;

    public static bool IsBusy(int code) => (code & PrimaryCode) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public static JobStoreException From(int code, string path, string said)
    {
        var (failure, advice) = (code & PrimaryCode) switch
        {
            raw.SQLITE_FULL => (JobStoreFailure.Full, "is full: make room on its disk, or raise its limit of size, and try again"),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                (JobStoreFailure.Locked, "is locked by another connection: let that one end its transaction, or close it"),
            raw.SQLITE_CORRUPT => (JobStoreFailure.Corrupt, "is damaged: restore it from a backup, or move it away so that a new one is made"),
            raw.SQLITE_NOTADB => (JobStoreFailure.Corrupt, "is no SQLite database: name another file, or move this one away"),
            raw.SQLITE_READONLY or raw.SQLITE_PERM =>
                (JobStoreFailure.ReadOnly, "cannot be written to: this process needs the right to write the file and its folder"),
            raw.SQLITE_CANTOPEN =>
                (JobStoreFailure.Unavailable, "cannot be opened: its folder must exist, and this process needs the right to read and write both"),
            raw.SQLITE_IOERR => (JobStoreFailure.Unavailable, "cannot be read or written: the disk or the file system reports an error"),
            _ => (JobStoreFailure.Other, "answered with an error"),
        };
        return new JobStoreException(failure, $"The SQLite database '{path}' {advice}. SQLite says: {said} (code {code}). Nothing of this step was kept.");
    }
}
