namespace Snippets.Background;

internal sealed record ReportRequest(string Of);
