namespace Demo.Chat.Limits;

/// <summary>What a request counts as.</summary>
internal enum RequestKind
{
    Write,
    Read,
    Search,
    Download,
}
