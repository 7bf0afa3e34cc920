using SQLitePCL;

namespace Sockeye.Background;

/// <summary>The SQLite that the whole process calls.</summary>
/// <remarks>
/// SQLitePCLRaw's provider holds what SQLite calls back for all connections of the process: functions of the application, its collations, our own handlers.
/// One that is replaced is collected with them, and the next call ends the process. So one that is there already stays, and from then on none replaces it.
/// </remarks>
internal static class SqliteProvider
{
    /// <summary>Chooses the bundled one, unless the application, or its ADO.NET provider, has chosen one.</summary>
    public static void Choose()
    {
        if (!IsChosen())
        {
            Batteries_V2.Init();
        }

        raw.FreezeProvider();
    }

    private static bool IsChosen()
    {
        try
        {
            return raw.sqlite3_libversion_number() > 0;
        }
        catch (Exception exception) when (exception.GetType() == typeof(Exception)) // nothing else tells: there is none
        {
            return false;
        }
    }
}
