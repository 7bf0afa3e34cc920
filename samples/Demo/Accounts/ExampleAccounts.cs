using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Accounts;

/// <summary>The accounts that the log-in page offers for trying the demo out. They are made when the demo starts.</summary>
internal sealed class ExampleAccounts(DatabaseWriter writer, Passwords passwords, IOptions<AccountOptions> options, TimeProvider time) : IHostedService
{
    private const string Password = "sockeye-demo";

    private static readonly ExampleAccount[] Known =
    [
        new("maya@example.com", "Maya Lindqvist", AccountKind.Student, Password),
        new("tomas@example.com", "Tomás Rey", AccountKind.Student, Password),
        new("dr.okafor@example.com", "Dr. Ada Okafor", AccountKind.Psychiatrist, Password),
        new("dr.klein@example.com", "Dr. Jonas Klein", AccountKind.Psychiatrist, Password),
    ];

    /// <summary>Gets those that there are.</summary>
    public IReadOnlyList<ExampleAccount> All => options.Value.Examples ? Known : [];

    public bool Has(string email) => All.Any(example => example.Email == email);

    public Task StartAsync(CancellationToken cancellationToken) =>
        All.Count == 0 ? Task.CompletedTask : writer.WriteAsync(Add, cancellationToken: cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private int Add(SqliteConnection connection)
    {
        var missing = Known.Where(example => !AccountStore.Exists(connection, example.Email)).ToList();
        foreach (var example in missing)
        {
            AccountStore.Insert(connection, passwords.Hash(example.ToAccount(), example.Password), time.GetUtcNow());
        }

        return missing.Count;
    }
}
