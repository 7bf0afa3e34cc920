namespace Sockeye.Server.RateLimits;

/// <summary>
/// How many packets a connection may send in a second. It is counted down from what was earned, and the clock is looked at only when that is
/// spent: a client within its limit costs a subtraction.
/// </summary>
internal struct EventPace(int perSecond, TimeProvider time)
{
    private int _left = perSecond;
    private long _earnedUntil = time.GetTimestamp();

    /// <summary>Counts a packet; false where none is left, which is when the reading loop has to wait.</summary>
    public bool TryTake(int perSecond, TimeProvider time)
    {
        if (_left == 0)
        {
            Earn(perSecond, time);
        }

        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }

    private void Earn(int perSecond, TimeProvider time)
    {
        var now = time.GetTimestamp();
        var earned = (double)perSecond * (now - _earnedUntil) / time.TimestampFrequency;
        if (earned >= perSecond)
        {
            (_left, _earnedUntil) = (perSecond, now);
        }
        else if (earned >= 1)
        {
            _left = (int)earned;
            _earnedUntil += (long)(_left * ((double)time.TimestampFrequency / perSecond)); // what is earned in part stays so
        }
    }
}
