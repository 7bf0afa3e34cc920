using Dapper;
using Demo.Data;

namespace Demo.Birthdays;

/// <summary>Everybody whose birthday is known.</summary>
internal sealed class People(Database database, DatabaseWriter writer)
{
    private const string Columns = "id, name, email, birth_date, time_zone, wished_in";

    public async Task<Person> AddAsync(Person person, CancellationToken cancellationToken)
    {
        const string Insert = "insert into people (name, email, birth_date, time_zone) values (@Name, @Email, @BirthDate, @TimeZone) returning id";
        var id = await writer.WriteAsync(connection => connection.QuerySingle<long>(Insert, person), cancellationToken: cancellationToken);
        return person with { Id = id };
    }

    public IReadOnlyList<Person> List()
    {
        using var connection = database.Open();
        return connection.Query<Person>($"select {Columns} from people order by name, id").AsList();
    }

    public IReadOnlyList<Person> LivingIn(string timeZone)
    {
        using var connection = database.Open();
        return connection.Query<Person>($"select {Columns} from people where time_zone = @timeZone", new { timeZone }).AsList();
    }

    public Task SetWishedAsync(long id, int year, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Execute("update people set wished_in = @year where id = @id", new { id, year }), cancellationToken: cancellationToken);

    /// <returns>The person who is no longer there; <see langword="null"/> where there was none.</returns>
    public Task<Person?> RemoveAsync(long id, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.QuerySingleOrDefault<Person>($"delete from people where id = @id returning {Columns}", new { id }),
        cancellationToken: cancellationToken);
}
