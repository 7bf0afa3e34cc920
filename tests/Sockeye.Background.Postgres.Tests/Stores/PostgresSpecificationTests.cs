using Sockeye.Background.Specification;

namespace Sockeye.Background.Postgres.Tests.Stores;

public sealed class PostgresAddingTests() : AddingSpecification(PostgresStore.StartAsync);

public sealed class PostgresLeasingTests() : LeasingSpecification(PostgresStore.StartAsync);

public sealed class PostgresSettlingTests() : SettlingSpecification(PostgresStore.StartAsync);

public sealed class PostgresKeyTests() : KeySpecification(PostgresStore.StartAsync);

public sealed class PostgresScheduleTests() : ScheduleSpecification(PostgresStore.StartAsync);

public sealed class PostgresCatalogTests() : CatalogSpecification(PostgresStore.StartAsync);

public sealed class PostgresBatchTests() : BatchSpecification(PostgresStore.StartAsync);

public sealed class PostgresTraceTests() : TraceSpecification(PostgresStore.StartAsync);

public sealed class PostgresWatchTests() : WatchSpecification(PostgresStore.StartAsync);

public sealed class PostgresClockTests() : ClockSpecification(PostgresStore.StartAsync);

public sealed class PostgresRetentionTests() : RetentionSpecification(PostgresStore.StartAsync);
