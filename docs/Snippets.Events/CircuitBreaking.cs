namespace Snippets.Events;

internal static class CircuitBreaking
{
    public static void OpenAndClosedAgain(ManualTimeProvider clock)
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions
        {
            Name = "payment",
            FailureThreshold = 3,                        // in a row
            BreakDuration = TimeSpan.FromSeconds(30),
            TimeProvider = clock,
        });
        breaker.Events.On(CircuitBreaker.CircuitOpen, change => Console.WriteLine($"{change.Circuit} is open: {change.Cause!.Message}"));
        breaker.Events.On(CircuitBreaker.CircuitHalfOpen, _ => Console.WriteLine("half open: one call may try"));
        breaker.Events.On(CircuitBreaker.CircuitClosed, _ => Console.WriteLine("closed"));
        var isDown = true;
        void Pay() => Console.WriteLine(isDown ? throw new IOException("no answer") : "paid");

        for (var i = 0; i < 3; i++)
        {
            try
            {
                breaker.Execute(Pay);
            }
            catch (IOException)
            {
                Console.WriteLine("failed");             // the caller gets what the operation threw
            }
        }

        var refused = breaker.TryExecute(Pay);           // not called at all
        Console.WriteLine($"{refused.IsRejected}, again in {refused.Rejection!.Value.RetryAfter}");

        (isDown, _) = (false, "somebody has mended it");
        clock.Advance(TimeSpan.FromSeconds(30));
        breaker.Execute(Pay);                            // the probe
    }

    public static void AroundAListener()
    {
        var emitter = new EventEmitter();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { FailureThreshold = 1 });
        emitter.On(EventEmitter.Error, exception => Console.WriteLine($"error: {exception.Message}"));
        emitter.On(Shop.Ordered, breaker.Protect(
            (Order order) => throw new IOException($"cannot charge {order.Total}"),
            onRejected: rejection => Console.WriteLine($"{rejection.Circuit} is {rejection.State}: kept for later")));

        emitter.SafeEmit(Shop.Ordered, new Order(1, 9.50m));
        emitter.SafeEmit(Shop.Ordered, new Order(2, 4.00m));
    }

    public static async Task ByFailureRatio()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions
        {
            FailureRatio = new FailureRatioOptions { Ratio = 0.5, MinimumThroughput = 4, SamplingDuration = TimeSpan.FromSeconds(10) },
        });

        for (var i = 0; i < 4; i++)
        {
            try
            {
                await breaker.ExecuteAsync(async cancellationToken =>
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    return i % 2 == 1 ? throw new IOException("no answer") : i;
                });
            }
            catch (IOException)
            {
                Console.WriteLine($"call {i} failed");
            }
        }

        Console.WriteLine(breaker.State);
    }

    public static void ByHand()
    {
        var breaker = new CircuitBreaker();
        breaker.Isolate();
        try
        {
            breaker.Execute(() => Console.WriteLine("never"));
        }
        catch (CircuitOpenException exception)
        {
            Console.WriteLine(exception.Message);
        }

        breaker.Close();
        breaker.Execute(() => Console.WriteLine("works"));
    }
}
