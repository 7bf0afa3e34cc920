namespace Sockeye.Background.Tests.Listeners;

/// <summary>A scoped service that is opened by who uses it, and closed with its scope.</summary>
public sealed class Connection(Journal journal) : IDisposable
{
    private bool _isOpen;

    public void Open() => _isOpen = true;

    public void Dispose()
    {
        if (_isOpen)
        {
            journal.Close();
        }
    }
}
