using System.Diagnostics;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>How the program beside these tests is started.</summary>
internal static class SqliteChild
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "Sockeye.Background.Child.dll");

    /// <summary>Starts it, by itself or under another program.</summary>
    public static ProcessStartInfo Start(string command, string path, params string[] under)
    {
        string[] line = [.. under, "dotnet", "exec", Program, command, path];
        return new ProcessStartInfo(line[0], line[1..])
        {
            Environment =
            {
                ["DOTNET_EnableWriteXorExecute"] = "0", // which would make files larger than a limit allows
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        };
    }
}
