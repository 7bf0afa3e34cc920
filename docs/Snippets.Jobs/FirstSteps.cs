namespace Snippets.Jobs;

internal static class FirstSteps
{
    public static async Task AnApplication()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");            // a free port, for the sake of this example
        var mailbox = new Mailbox(expected: 1);                   // it refuses what it is given first
        builder.Services.AddSingleton(mailbox);
        builder.Services.AddSockeyeBackground(background => background
            .UseMemory()                                          // UseSqlite("data/jobs.db") to lose nothing
            .On<Order, SendMail>("order.placed", configure: options => options.Retry.FirstDelay = TimeSpan.FromMilliseconds(10)));

        await using var app = builder.Build();
        app.MapPost("/orders/{number}", async (int number, IBackgroundEvents background, CancellationToken cancellationToken) =>
        {
            var placed = await background.EmitAsync("order.placed", new Order(number, 9.50m), cancellationToken: cancellationToken);
            return Results.Accepted(value: placed.Jobs);
        });
        await app.StartAsync();

        using var http = new HttpClient();
        var answer = await http.PostAsync(new Uri($"{app.Urls.First()}/orders/1"), null);
        Console.WriteLine($"{(int)answer.StatusCode}, {await answer.Content.ReadAsStringAsync()} job");
        await mailbox.Full;
        await app.StopAsync();                                    // finishes what runs, or hands it back
    }

    public static async Task Lambdas()
    {
        var done = new TaskCompletionSource();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(background => background
            .UseMemory()
            .On<Order>("order.placed", "stock", async (order, context) =>
            {
                await context.ReportProgressAsync(50, context.CancellationToken);
                Console.WriteLine($"one less in stock for order {order.Number}");
                done.SetResult();
            }));
        using var host = builder.Build();
        await host.StartAsync();

        var background = host.Services.GetRequiredService<IBackgroundEvents>();
        var options = new BackgroundEmitOptions { UniqueKey = "order 1", Key = "customer 7", Priority = 5 };
        var first = await background.EmitAsync("order.placed", new Order(1, 9.50m), options);
        var second = await background.EmitAsync("order.placed", new Order(1, 9.50m), options);

        await done.Task;
        Console.WriteLine($"{first.Outcome}, {second.Outcome}: {first.EventId == second.EventId}");
        await host.StopAsync();
    }

    public static async Task DeadLetters()
    {
        var isOpen = false;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(background => background
            .UseMemory()
            .On<Order>(
                "order.placed",
                "sms",
                (order, _) => isOpen ? Task.CompletedTask : throw new HttpRequestException("no answer"),
                options => options.Retry.MaxAttempts = 1));
        using var host = builder.Build();
        await host.StartAsync();
        var jobs = host.Services.GetRequiredService<IJobs>();
        var placed = await host.Services.GetRequiredService<IBackgroundEvents>().EmitAsync("order.placed", new Order(1, 9.50m));
        var job = (await jobs.ListAsync(new JobFilter { EventId = placed.EventId }))[0];

        await foreach (var now in jobs.WatchAsync(job.Id))
        {
            job = now;                                            // until it has ended
        }

        Console.WriteLine($"{job.State}: {job.LastFailure?.Message}");
        isOpen = true;
        Console.WriteLine($"{await jobs.ReplayAsync(new JobFilter { States = [JobState.Dead] })} replayed");
        await foreach (var now in jobs.WatchAsync(job.Id))
        {
            job = now;
        }

        Console.WriteLine($"{job.State}");
        await host.StopAsync();
    }

    public static async Task ABatch()
    {
        var completion = new TaskCompletionSource<BatchCompletion>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(background => background
            .UseMemory()
            .On<int>("page.print", "printer", (_, _) => Task.CompletedTask)
            .On<BatchCompletion>("book.printed", "binder", (batch, _) =>
            {
                completion.SetResult(batch);
                return Task.CompletedTask;
            }));
        using var host = builder.Build();
        await host.StartAsync();

        var pages = Enumerable.Range(1, 3).Select(page => BackgroundEvent.Create("page.print", page));
        await host.Services.GetRequiredService<IBackgroundEvents>().EmitBatchAsync([.. pages], completionEvent: "book.printed");

        var printed = await completion.Task;
        Console.WriteLine($"{printed.Completed} of {printed.Total} pages");
        await host.StopAsync();
    }
}
