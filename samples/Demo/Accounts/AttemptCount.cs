using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Demo.Accounts;

/// <summary>
/// Counts attempts by a key, each for a while from its first one. It knows so many keys and no more: when there are too many at once, it forgets those that began
/// first, since a memory that grows with whoever attacks is worse than one more attempt. Safe to use from several threads.
/// </summary>
internal sealed class AttemptCount(int limit, TimeSpan window, TimeProvider time, int capacity = 50_000)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, (long Began, int Count)> _counts = [];
    private readonly Queue<(UInt128 Key, long Began)> _windows = new();

    /// <summary>Gets how many keys it knows.</summary>
    public int Count => _counts.Count;

    /// <summary>Counts an attempt, unless there were too many.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="retryAfter">When there may be one again.</param>
    public bool TryTake(string key, out TimeSpan retryAfter)
    {
        var hash = HashOf(key); // keys are of any length, and come from outside
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (_windows.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Began, now) >= window)
            {
                Forget();
            }

            retryAfter = TimeSpan.Zero;
            if (_counts.TryGetValue(hash, out var known))
            {
                if (known.Count < limit)
                {
                    _counts[hash] = (known.Began, known.Count + 1);
                    return true;
                }

                retryAfter = window - time.GetElapsedTime(known.Began, now);
                return false;
            }

            if (_counts.Count == capacity)
            {
                Forget();
            }

            _counts.Add(hash, (now, 1));
            _windows.Enqueue((hash, now));
            return true;
        }
    }

    private void Forget() => _counts.Remove(_windows.Dequeue().Key);

    private static UInt128 HashOf(string key) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
