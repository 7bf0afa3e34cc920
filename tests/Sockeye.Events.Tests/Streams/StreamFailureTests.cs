using System.IO.Pipelines;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamFailureTests
{
    private static readonly ReadableOptions Small = new() { ChunkSize = 100, HighWaterMark = 300 };

    [Fact]
    public async Task A_source_that_fails_stops_the_destination_and_says_how_far_it_came()
    {
        await using var source = new ProbeStream { Length64 = 10_000, FailReadAt = 1_000 };
        await using var destination = new ProbeStream();
        var (failure, log) = await FailAsync(Readable.From(source, Small), Writable.To(destination));

        Assert.Equal("The disk is gone.", failure.InnerException!.Message);
        Assert.Equal("the source", failure.Stage);
        Assert.Equal(1_000, failure.Result.BytesRead);
        Assert.Equal(destination.BytesWritten, failure.Result.BytesWritten);
        Assert.InRange(failure.Result.BytesWritten, 0, 1_000);
        Assert.Equal(["source error", "destination error", "source close", "destination close"], log);
        Assert.Equal((1, 1), (source.Disposals, destination.Disposals));
        Assert.Single(failure.Failures);
    }

    [Fact]
    public async Task A_destination_that_fails_stops_the_source_and_says_how_far_it_came()
    {
        await using var source = new ProbeStream { Length64 = long.MaxValue };
        await using var destination = new ProbeStream { FailWriteAt = 1_050 };
        var (failure, log) = await FailAsync(Readable.From(source, Small), Writable.To(destination));

        Assert.Equal("The disk is full.", failure.InnerException!.Message);
        Assert.Equal("the destination", failure.Stage);
        Assert.Equal(1_000, failure.Result.BytesWritten);
        Assert.Equal(source.BytesRead, failure.Result.BytesRead);
        Assert.InRange(failure.Result.BytesRead, 1_000, 1_500);
        Assert.Equal(["source error", "destination error", "source close", "destination close"], log);
        Assert.Equal((1, 1), (source.Disposals, destination.Disposals));
        Assert.Contains($"after {source.BytesRead} bytes were read and 1000 were written: The disk is full.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("async")]
    [InlineData("flush")]
    [InlineData("listener")]
    [InlineData("async listener")]
    [InlineData("end listener")]
    [InlineData("tee")]
    [InlineData("finish")]
    [InlineData("writing")]
    [InlineData("reading")]
    public async Task Whatever_fails_in_between_fails_the_whole_stream_once(string where)
    {
        await using var source = new ProbeStream { Length64 = 2_000 };
        await using var destination = new ProbeStream { FailFlush = where == "finish" };
        await using var copy = new ProbeStream { FailWriteAt = where == "tee" ? 500 : long.MaxValue };
        var readable = Readable.From(source, Small);
        Exception boom = new NotSupportedException("Boom.");
        switch (where)
        {
            case "listener":
                readable.On(Readable.Data, _ => throw boom);
                break;
            case "async listener":
                readable.On(Readable.Data, async _ => { await Task.Yield(); throw boom; });
                break;
            case "end listener":
                readable.On(Readable.End, () => throw boom);
                break;
        }

        var middle = readable.Tee(Writable.To(copy)).Pipe(where switch
        {
            "sync" => Transformer.Bytes(_ => throw boom),
            "async" => Transformer.Bytes(async (_, _) => { await Task.Yield(); throw boom; }),
            "flush" => Transformer.Bytes((_, _, _) => default, (_, _) => throw boom),
            "writing" => Transformer.Writing(_ => throw boom),
            "reading" => Transformer.Reading(_ => throw boom),
            _ => Transformer.Bytes(chunk => chunk),
        });
        var errors = new List<Exception>();
        readable.On(EventEmitter.Error, errors.Add);
        middle.On(EventEmitter.Error, errors.Add);

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => middle.PipeToAsync(Writable.To(destination), TestStreams.Canceled).DefaultTimeout());

        Assert.All(errors, error => Assert.Same(failure.InnerException, error));
        Assert.Equal(2, errors.Count);
        Assert.Equal((1, 1, 1), (source.Disposals, destination.Disposals, copy.Disposals));
        Assert.Single(failure.Failures);
        if (where is not ("tee" or "finish"))
        {
            Assert.Same(boom, failure.InnerException);
        }
    }

    [Fact]
    public async Task A_failure_to_close_is_told_even_when_all_was_written()
    {
        await using var source = new ProbeStream { Length64 = 500 };
        var destination = new ProbeStream { FailDispose = true };
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => Readable.From(source).PipeToAsync(Writable.To(destination), TestStreams.Canceled).DefaultTimeout());

        Assert.Equal("The closing failed.", failure.InnerException!.Message);
        Assert.Equal((500, 500), (failure.Result.BytesRead, failure.Result.BytesWritten));
        Assert.Equal(1, source.Disposals);
    }

    [Fact]
    public async Task Nothing_that_fails_later_is_swallowed_or_hides_the_cause()
    {
        var source = new ProbeStream { Length64 = 10_000, FailReadAt = 1_000, FailDispose = true };
        var destination = new ProbeStream { FailDispose = true };
        var readable = Readable.From(source);
        readable.On(EventEmitter.Error, _ => throw new NotSupportedException("The error's listener failed."));
        readable.On(StreamStage.Close, () => throw new NotSupportedException("The closing's listener failed."));

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => readable.PipeToAsync(Writable.To(destination), TestStreams.Canceled).DefaultTimeout());

        Assert.Equal(
            ["The disk is gone.", "The closing failed.", "The closing failed.", "The error's listener failed.", "The closing's listener failed."],
            failure.Failures.Select(exception => exception.Message));
        Assert.Same(failure.InnerException, failure.Failures[0]);
    }

    [Fact]
    public async Task What_is_left_open_stays_open()
    {
        foreach (var fails in new[] { false, true })
        {
            await using var source = new ProbeStream { Length64 = 500 };
            await using var destination = new ProbeStream { FailWriteAt = fails ? 10 : long.MaxValue };
            var run = Readable.From(source, new() { LeaveOpen = true }).PipeToAsync(Writable.To(destination, new() { LeaveOpen = true }), TestStreams.Canceled);
            _ = fails ? await Assert.ThrowsAsync<StreamFailedException>(() => run.DefaultTimeout()) : null;
            await Task.WhenAny(run);

            Assert.Equal((0, 0), (source.Disposals, destination.Disposals));
        }
    }

    [Fact]
    public async Task A_missing_file_fails_the_stream_and_leaves_the_other_file_alone()
    {
        using var folder = new TemporaryFolder();
        var output = folder.Write("out", "precious"u8);
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => Readable.FromFile(folder["none"]).PipeToAsync(Writable.ToFile(output), TestStreams.Canceled).DefaultTimeout());

        Assert.IsType<FileNotFoundException>(failure.InnerException);
        Assert.Equal($"the file {folder["none"]}", failure.Stage);
        Assert.Equal("precious", await File.ReadAllTextAsync(output, TestStreams.Canceled));
    }

    [Fact]
    public async Task A_file_is_not_written_over_itself()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("same", "precious"u8);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Readable.FromFile(file).Pipe(Transformer.Text(text => text)).PipeToAsync(Writable.ToFile(folder["./same"]), TestStreams.Canceled).DefaultTimeout());
        Assert.Throws<ArgumentException>(() => Readable.FromFile(file).Tee(Writable.ToFile(file, FileMode.Append)));

        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestStreams.Canceled));
    }

    [Fact]
    public async Task The_far_end_of_a_pipe_hears_of_the_failure()
    {
        var upstream = new Pipe();
        var downstream = new Pipe();
        await upstream.Writer.WriteAsync(new byte[10], TestStreams.Canceled);
        var run = Readable.From(upstream.Reader).Pipe(Transformer.Bytes(_ => throw new NotSupportedException("Boom.")))
            .PipeToAsync(Writable.To(downstream.Writer), TestStreams.Canceled);

        await Assert.ThrowsAsync<StreamFailedException>(() => run.DefaultTimeout());
        var atReader = await Assert.ThrowsAsync<NotSupportedException>(async () => await downstream.Reader.ReadAsync(TestStreams.Canceled));
        Assert.Equal("Boom.", atReader.Message);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await upstream.Writer.WriteAsync(new byte[10], TestStreams.Canceled));
    }

    [Fact]
    public async Task A_pipe_whose_reader_leaves_fails_the_stream()
    {
        var downstream = new Pipe();
        await downstream.Reader.CompleteAsync();
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() =>
            Readable.From(new ProbeStream { Length64 = 500 }).PipeToAsync(Writable.To(downstream.Writer), TestStreams.Canceled).DefaultTimeout());

        Assert.Contains("The reader of the pipe has completed it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_awaits_the_end_gets_the_failure()
    {
        var readable = Readable.From(new ProbeStream { Length64 = 500, FailReadAt = 300 });
        var ended = readable.OnceAsync(Readable.End.Name, TestStreams.Canceled);

        await Assert.ThrowsAsync<StreamFailedException>(() => readable.RunAsync(TestStreams.Canceled).DefaultTimeout());
        await Assert.ThrowsAsync<IOException>(() => ended.DefaultTimeout());
    }

    [Fact]
    public async Task A_monitor_of_errors_hears_of_a_failure_that_nobody_listens_to()
    {
        var heard = new List<Exception>();
        var readable = Readable.From(new ProbeStream { Length64 = 500, FailReadAt = 300 });
        readable.On(EventEmitter.ErrorMonitor, heard.Add);

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => readable.RunAsync(TestStreams.Canceled).DefaultTimeout());
        Assert.Same(failure.InnerException, Assert.Single(heard));
        Assert.Single(failure.Failures);
    }

    private static async Task<(StreamFailedException Failure, List<string> Log)> FailAsync(Readable source, Writable destination)
    {
        var log = new List<string>();
        var errors = new List<Exception>();
        foreach (var (name, stage) in new (string, StreamStage)[] { ("source", source), ("destination", destination) })
        {
            stage.On(EventEmitter.Error, error => { log.Add($"{name} error"); errors.Add(error); });
            stage.On(StreamStage.Close, () => log.Add($"{name} close"));
        }

        source.On(Readable.End, () => log.Add("end"));
        destination.On(Writable.Finish, () => log.Add("finish"));
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => source.PipeToAsync(destination, TestStreams.Canceled).DefaultTimeout());
        Assert.All(errors, error => Assert.Same(failure.InnerException, error));
        return (failure, log);
    }
}
