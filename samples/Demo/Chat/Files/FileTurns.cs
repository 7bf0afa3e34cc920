using System.Collections.Concurrent;

namespace Demo.Chat.Files;

/// <summary>Lets one at a time work on a file of the disk: a chunk that is written, or the sweep that takes it away.</summary>
internal sealed class FileTurns
{
    private readonly ConcurrentDictionary<string, FileTurn> _taken = new();

    /// <summary>Takes the turn; nothing where somebody has it.</summary>
    /// <param name="id">The file.</param>
    /// <param name="cancellationToken">Cancels the <see cref="FileTurn.Token"/>.</param>
    public FileTurn? TryTake(string id, CancellationToken cancellationToken = default)
    {
        var turn = new FileTurn(() => _taken.TryRemove(id, out _), cancellationToken);
        if (_taken.TryAdd(id, turn))
        {
            return turn;
        }

        turn.Discard();
        return null;
    }

    /// <summary>Tells whoever has the turn that the file is nobody's any more.</summary>
    public void Interrupt(string id)
    {
        if (_taken.TryGetValue(id, out var turn))
        {
            turn.Interrupt();
        }
    }
}
