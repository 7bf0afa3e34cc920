using Sockeye.Background.Specification;

namespace Sockeye.Background.Tests.Stores.Sqlite;

public sealed class SqliteAddingTests() : AddingSpecification(SqliteStore.StartAsync);

public sealed class SqliteLeasingTests() : LeasingSpecification(SqliteStore.StartAsync);

public sealed class SqliteSettlingTests() : SettlingSpecification(SqliteStore.StartAsync);

public sealed class SqliteKeyTests() : KeySpecification(SqliteStore.StartAsync);

public sealed class SqliteScheduleTests() : ScheduleSpecification(SqliteStore.StartAsync);

public sealed class SqliteCatalogTests() : CatalogSpecification(SqliteStore.StartAsync);

public sealed class SqliteBatchTests() : BatchSpecification(SqliteStore.StartAsync);

public sealed class SqliteTraceTests() : TraceSpecification(SqliteStore.StartAsync);

public sealed class SqliteWatchTests() : WatchSpecification(SqliteStore.StartAsync);

public sealed class SqliteClockTests() : ClockSpecification(SqliteStore.StartAsync);

public sealed class SqliteRetentionTests() : RetentionSpecification(SqliteStore.StartAsync);
