namespace Sockeye.Background;

/// <summary>What a worker has leased, who has a place to run, and how much more to ask for. Thread-safe.</summary>
internal sealed class WorkBench
{
    private const int MostAhead = 512;
    private const double Weight = 0.1;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string EventName, string Listener), Place> _places;
    private readonly Queue<Attempt> _ready = new();
    private readonly BackgroundOptions _options;
    private TaskCompletionSource _room = New();
    private TaskCompletionSource _idle = New();
    private readonly Mean _mean = new();
    private int _leased;
    private int _heldBack;
    private bool _isClosed;

    public WorkBench(IReadOnlyList<HostedListener> listeners, BackgroundOptions options)
    {
        _options = options;
        _places = listeners.ToDictionary(static listener => (listener.EventName, listener.Name), static listener => new Place(listener));
        _idle.SetResult();
    }

    public int Running { get; private set; }

    /// <summary>Gets what completes when there may be room to ask for more.</summary>
    public Task Room
    {
        get
        {
            lock (_gate)
            {
                return _room.Task;
            }
        }
    }

    /// <summary>Gets what completes when nothing runs.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _idle.Task;
            }
        }
    }

    public HostedListener ListenerOf(LeasedJob job) => _places[(job.EventName, job.Listener)].Listener;

    /// <summary>Makes a request for what there is room for; <see langword="null"/> where it is not worth while yet.</summary>
    public LeaseRequest? Ask(string worker)
    {
        lock (_gate)
        {
            // With a mean that is not known yet, or long, nothing is fetched ahead: another worker may have room for it.
            // What its own listener holds back takes nobody's place: the others are asked for beside it.
            var ahead = _mean.Ahead(_options.Concurrency, _options.LeaseAhead);
            var able = _leased - _heldBack;
            var waiting = able - Running;
            var room = _options.Concurrency + ahead - able;
            var slots = new List<ListenerSlots>(_places.Count);
            if (room > 0 && waiting <= ahead / 2)
            {
                foreach (var place in _places.Values)
                {
                    var most = place.Limit(_options.Concurrency);
                    var free = most + Math.Min(ahead * most / _options.Concurrency, place.Mean.Ahead(most, _options.LeaseAhead)) - place.Leased;
                    if (free > 0)
                    {
                        slots.Add(new ListenerSlots(place.Listener.EventName, place.Listener.Name, Math.Min(free, room)));
                    }
                }
            }

            if (slots.Count > 0)
            {
                return new LeaseRequest(worker, slots, Math.Min(room, slots.Sum(static slot => slot.Free)), _options.LeaseTime);
            }

            if (_room.Task.IsCompleted)
            {
                _room = New();
            }

            return null;
        }
    }

    public void Add(Attempt attempt)
    {
        lock (_gate)
        {
            _leased++;
            PlaceOf(attempt).Leased++;
            _ready.Enqueue(attempt);
        }
    }

    /// <summary>Gives a place to the next that may run.</summary>
    public Attempt? Next()
    {
        lock (_gate)
        {
            return Running < _options.Concurrency && Pick(null) is { } next ? Begin(next) : null;
        }
    }

    /// <summary>Takes the place of one that has ended and gives it to the next.</summary>
    /// <param name="ended">The one that has ended.</param>
    /// <param name="took">How long it ran.</param>
    /// <param name="madeRoom">Whether its listener had no room before.</param>
    public Attempt? End(Attempt ended, TimeSpan took, out bool madeRoom)
    {
        lock (_gate)
        {
            var place = PlaceOf(ended);
            madeRoom = place.Leased >= place.Limit(_options.Concurrency);
            place.Running--;
            place.Leased--;
            _leased--;
            Running--;
            _mean.Add(took);
            place.Mean.Add(took);
            _room.TrySetResult();
            if (Pick(place) is { } next)
            {
                return Begin(next);
            }

            if (Running == 0)
            {
                _idle.TrySetResult();
            }

            return null;
        }
    }

    /// <summary>Lets nothing start any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _room.TrySetResult();
        }
    }

    /// <summary>Takes away all that has not started.</summary>
    public IReadOnlyList<Attempt> TakeWaiting()
    {
        lock (_gate)
        {
            Attempt[] waiting = [.. _ready, .. _places.Values.SelectMany(static place => place.Held)];
            _ready.Clear();
            _heldBack = 0;
            foreach (var place in _places.Values)
            {
                place.Held.Clear();
            }

            return waiting;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Place PlaceOf(Attempt attempt) => _places[(attempt.Job.EventName, attempt.Job.Listener)];

    // One of a listener that has just room again, or the first whose listener has.
    private Attempt? Pick(Place? freed)
    {
        if (_isClosed)
        {
            return null;
        }

        if (freed is not null && freed.Held.TryPeek(out _) && freed.HasRoom(_options.Concurrency))
        {
            _heldBack--;
            return freed.Held.Dequeue();
        }

        while (_ready.TryDequeue(out var next))
        {
            var place = PlaceOf(next);
            if (place.Held.Count == 0 && place.HasRoom(_options.Concurrency))
            {
                return next;
            }

            _heldBack++;
            place.Held.Enqueue(next);
        }

        return null;
    }

    private Attempt Begin(Attempt attempt)
    {
        PlaceOf(attempt).Running++;
        if (Running++ == 0)
        {
            _idle = New();
        }

        return attempt;
    }

    /// <summary>How long jobs have taken lately.</summary>
    private sealed class Mean
    {
        private double _seconds = double.PositiveInfinity;

        public void Add(TimeSpan took) =>
            _seconds = double.IsFinite(_seconds) ? _seconds + (Weight * (took.TotalSeconds - _seconds)) : took.TotalSeconds;

        /// <summary>Reckons how many fit into a time, so many at once; none while nothing is known.</summary>
        public int Ahead(int concurrency, TimeSpan time) => (int)Math.Min(MostAhead, concurrency * time.TotalSeconds / Math.Max(_seconds, 1e-9));
    }

    private sealed class Place(HostedListener listener)
    {
        public HostedListener Listener => listener;

        /// <summary>Gets those that wait for one of this listener's own to end.</summary>
        public Queue<Attempt> Held { get; } = new();

        public Mean Mean { get; } = new();

        public int Running { get; set; }

        public int Leased { get; set; }

        public int Limit(int concurrency) => Math.Min(listener.Options.Concurrency ?? concurrency, concurrency);

        public bool HasRoom(int concurrency) => Running < Limit(concurrency);
    }
}
