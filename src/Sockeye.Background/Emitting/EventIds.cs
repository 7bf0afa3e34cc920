namespace Sockeye.Background;

/// <summary>
/// Makes ids of events: UUIDs of version 7 (RFC 9562) that grow from one to the next, also within a millisecond, by a counter in the 12 bits behind the version.
/// So the order of ids is the order in which this process has emitted, and an outbox can be read in it. Thread-safe.
/// </summary>
internal sealed class EventIds
{
    private const int MaxCounter = 0xFFF;

    private readonly Lock _gate = new();
    private long _milliseconds;
    private int _counter;

    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes, bigEndian: true, out _);
        var (milliseconds, counter) = Advance(now.ToUnixTimeMilliseconds());
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    // A clock that goes back, and a millisecond in which the counter is used up, borrow from the time to come.
    private (long Milliseconds, int Counter) Advance(long now)
    {
        lock (_gate)
        {
            if (now > _milliseconds || _counter == MaxCounter)
            {
                (_milliseconds, _counter) = (Math.Max(now, _milliseconds + 1), 0);
            }
            else
            {
                _counter++;
            }

            return (_milliseconds, _counter);
        }
    }
}
