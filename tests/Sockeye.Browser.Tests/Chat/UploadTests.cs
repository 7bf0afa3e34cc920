using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Uploads that break off, come twice, are cancelled, lapse, or end with who was logged in.</summary>
public sealed class UploadTests(DemoServer demo)
{
    private const int ChunkSize = FileSender.ChunkSize;
    private const int Smallest = FileSender.SmallestChunk;

    private string Address => demo.Process.Address;

    [Fact]
    public async Task Only_the_last_chunk_may_be_small()
    {
        using var pair = await Pair.MeetAsync(Address);
        var content = Text(Smallest + 100);
        var upload = await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length);
        var id = FileSender.IdOf(upload);
        Assert.Equal(Smallest, upload["smallestChunk"]!.GetValue<int>());

        var refusal = await RefusedAsync(HttpStatusCode.BadRequest, FileSender.PutAsync(pair.Student, id, 0, content.AsMemory(0, 1)));
        Assert.Equal("chunk_too_small", refusal["code"]!.GetValue<string>());
        Assert.Equal("A chunk has at least 65536 bytes unless it is the last; this one has 1, and 65636 are missing.", refusal["detail"]!.GetValue<string>());
        using var ofUnknownLength = new StreamContent(new UnknownLength(content.AsSpan(0, Smallest - 1).ToArray()));
        await RefusedAsync(HttpStatusCode.BadRequest, FileSender.PutAsync(pair.Student, id, 0, ofUnknownLength, TestContext.Current.CancellationToken));

        Assert.Equal(Smallest, (await FileSender.PuttedAsync(pair.Student, id, 0, content.AsMemory(0, Smallest)))["received"]!.GetValue<int>());
        Assert.True((await FileSender.PuttedAsync(pair.Student, id, Smallest, content.AsMemory(Smallest)))["ready"]!.GetValue<bool>());
        Assert.Equal(content, await SentAsync(pair, id));
    }

    [Fact]
    public async Task A_chunk_that_does_not_say_how_long_it_is_is_no_longer_than_others_for_that()
    {
        using var pair = await Pair.MeetAsync(Address);
        var content = Text(3 * ChunkSize);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "endless"));
        using var line = await pair.Student.OnAnotherDeviceAsync();
        using var endless = new StreamContent(new UnknownLength(content));

        try
        {
            await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, FileSender.PutAsync(line, id, 0, endless, TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            // The server closed the connection while the rest was still being sent.
        }

        Assert.Equal(0, (await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "endless"))["received"]!.GetValue<int>());
        await FileSender.UploadAsync(pair.Student, pair.Room, "a.txt", content, "endless");
        Assert.Equal(content, await SentAsync(pair, id));
    }

    [Fact]
    public async Task A_chunk_that_comes_twice_is_one_and_another_in_its_place_is_refused()
    {
        using var pair = await Pair.MeetAsync(Address);
        var content = Text(3 * Smallest);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length));
        await FileSender.PuttedAsync(pair.Student, id, 0, content.AsMemory(0, Smallest));
        await FileSender.PuttedAsync(pair.Student, id, Smallest, content.AsMemory(Smallest, Smallest));

        // The answers were lost: all of what is there, and parts of it, may come again.
        foreach (var (offset, length) in new[] { (0, Smallest), (Smallest, Smallest), (0, 2 * Smallest), (7, 10) })
        {
            Assert.Equal(2 * Smallest, (await FileSender.PuttedAsync(pair.Student, id, offset, content.AsMemory(offset, length)))["received"]!.GetValue<int>());
        }

        var other = await RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, 0, new byte[Smallest]));
        Assert.Equal("The next chunk begins at 131072, and what this one has for 0 is not what came before.", other["detail"]!.GetValue<string>());
        var beyond = await RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, Smallest, content.AsMemory(Smallest)));
        Assert.All([other, beyond], problem => Assert.Equal(("other_offset", 2 * Smallest), (problem["code"]!.GetValue<string>(), problem["received"]!.GetValue<int>())));
        var gap = await RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, (2 * Smallest) + 1, content.AsMemory(0, 1)));
        Assert.Equal("The next chunk begins at 131072, this one begins at 131073.", gap["detail"]!.GetValue<string>());

        await FileSender.PuttedAsync(pair.Student, id, 2 * Smallest, content.AsMemory(2 * Smallest));
        Assert.True((await FileSender.PuttedAsync(pair.Student, id, 2 * Smallest, content.AsMemory(2 * Smallest)))["ready"]!.GetValue<bool>());
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, FileSender.PutAsync(pair.Student, id, content.Length, new byte[1]));
        Assert.Equal(content, await SentAsync(pair, id));
        Assert.True((await FileSender.PuttedAsync(pair.Student, id, 0, content.AsMemory(0, Smallest)))["ready"]!.GetValue<bool>()); // still, now that it is sent
    }

    [Fact]
    public async Task A_chunk_that_breaks_off_counts_for_nothing_and_the_upload_goes_on_where_it_was()
    {
        await using var own = await SampleProcess.StartAsync("Demo");
        using var pair = await Pair.MeetAsync(own.Address);
        var content = Text(2 * ChunkSize);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "broken"));
        using var line = new CancellationTokenSource();
        using var held = new HeldChunk(new byte[ChunkSize]); // other bytes than those that come in their place
        var putting = FileSender.PutAsync(pair.Student, id, 0, held, line.Token);
        await held.WaitUntilHalfIsOnDiskAsync(own.Data);
        var busy = await RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, 0, content.AsMemory(0, ChunkSize)));
        Assert.Equal("busy", busy["code"]!.GetValue<string>());

        await line.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => putting);

        Assert.Equal(0, (await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "broken"))["received"]!.GetValue<int>());
        await Eventually.EqualsAsync(
            HttpStatusCode.OK,
            async () =>
            {
                using var put = await FileSender.PutAsync(pair.Student, id, 0, content.AsMemory(0, Smallest)); // less than what is there of the broken one
                return put.StatusCode;
            },
            TimeSpan.FromSeconds(40));
        await FileSender.UploadAsync(pair.Student, pair.Room, "a.txt", content, "broken");
        Assert.Equal(content, await SentAsync(pair, id));
        Assert.DoesNotContain("fail:", own.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_gives_back_its_place_at_once_even_in_the_middle_of_a_chunk()
    {
        await using var own = await SampleProcess.StartAsync("Demo");
        using var pair = await Pair.MeetAsync(own.Address);
        var ids = new List<string>();
        for (var count = 0; count < 10; count++)
        {
            ids.Add(FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", ChunkSize)));
        }

        var one = new { temporaryId = "one more", name = "a.txt", size = 1 };
        await RefusedAsync(HttpStatusCode.Conflict, pair.Student.PostAsync(FileSender.FilesOf(pair.Room), one with { temporaryId = "more" }));
        using var held = new HeldChunk(Text(ChunkSize));
        var putting = FileSender.PutAsync(pair.Student, ids[0], 0, held, TestContext.Current.CancellationToken);
        await held.WaitUntilHalfIsOnDiskAsync(own.Data);

        using (var cancelled = await pair.Student.DeleteAsync($"/api/chat/files/{ids[0]}"))
        {
            Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        }

        await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 1, "more");
        Assert.Equal((10, (9 * ChunkSize) + 1), await FileSender.UsageAsync(pair.Student));
        await FileSender.WaitUntilNothingIsOnDiskAsync(own.Data); // although the client has not ended the chunk
        held.Release();
        try
        {
            await Visitor.RefusedAsync(HttpStatusCode.NotFound, putting);
        }
        catch (HttpRequestException)
        {
            // The server had closed the connection before all of the chunk was sent.
        }

        using var device = await pair.Student.OnAnotherDeviceAsync(); // on another connection: the server closes that of a chunk that it has not read to its end
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(device, ids[0], 0, Text(ChunkSize)));
        Assert.Empty(FileSender.OnDisk(own.Data));
    }

    [Fact]
    public async Task Only_whose_upload_it_is_cancels_it_and_only_until_it_is_sent()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        using var nobody = new Visitor(Address);
        var file = $"/api/chat/files/{FileSender.IdOf(await FileSender.UploadAsync(pair.Student, pair.Room, "a.png", FileSender.Png))}";

        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.DeleteAsync(file));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.DeleteAsync(file));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.DeleteAsync(file));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Student.DeleteAsync("/api/chat/files/none"));
        var message = await pair.Student.PostedAsync(pair.Messages, new { temporaryId = "m", fileId = file.Split('/')[^1] });
        Assert.Equal("This file was sent: delete the message that it belongs to.", await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Student.DeleteAsync(file)));
        Assert.Equal((1, FileSender.Png.Length), await FileSender.UsageAsync(pair.Student));
        using (await pair.Student.DeleteAsync($"/api/chat/messages/{message["id"]}"))
        {
        }

        Assert.Equal((0, 0), await FileSender.UsageAsync(pair.Student));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Student.DeleteAsync(file));
        await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, pair.Student.PostAsync(pair.Messages, new { temporaryId = "n", fileId = file.Split('/')[^1] }));
    }

    [Fact]
    public async Task What_a_chunk_is_written_to_does_not_lapse_and_what_is_complete_but_not_sent_does()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: ["--Chat:UploadLifetime=00:00:03", "--Chat:SweepInterval=00:00:00.1"]);
        using var pair = await Pair.MeetAsync(own.Address);
        await using var client = await ChatClient.ConnectAsync(own.Address, pair.Student);
        var content = Text(2 * ChunkSize);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "written"));
        using var held = new HeldChunk(content.AsMemory(0, ChunkSize));
        var putting = FileSender.PutAsync(pair.Student, id, 0, held, TestContext.Current.CancellationToken);
        await held.WaitUntilHalfIsOnDiskAsync(own.Data);

        // A sweep takes what was begun later: it has passed over this one, whose time was up before.
        await FileSender.UploadAsync(pair.Student, pair.Room, "b.png", FileSender.Png, "complete");
        Assert.Equal("complete", (await client.NextAsync("upload_expired"))["temporaryId"]!.GetValue<string>());
        held.Release();

        using (var put = await putting)
        {
            Assert.Equal(ChunkSize, (await Visitor.JsonAsync(put))["received"]!.GetValue<int>());
        }

        Assert.Equal(content.AsMemory(0, ChunkSize), await File.ReadAllBytesAsync(Assert.Single(FileSender.OnDisk(own.Data)).FullName, TestContext.Current.CancellationToken));
        Assert.Equal("written", (await client.NextAsync("upload_expired"))["temporaryId"]!.GetValue<string>()); // nobody went on with it
        await FileSender.WaitUntilNothingIsOnDiskAsync(own.Data);
        Assert.Equal((0, 0), await FileSender.UsageAsync(pair.Student));
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_chunk_goes_on_with_the_upload_afterwards()
    {
        await using var server = await MortalDemo.StartAsync();
        using var pair = await Pair.MeetAsync(server.Address);
        var content = Text((2 * ChunkSize) + 5);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "killed"));
        await FileSender.PuttedAsync(pair.Student, id, 0, content.AsMemory(0, ChunkSize));
        using (var held = new HeldChunk(new byte[2 * ChunkSize].AsMemory(0, ChunkSize)))
        {
            var putting = FileSender.PutAsync(pair.Student, id, ChunkSize, held, TestContext.Current.CancellationToken);
            await Eventually.EqualsAsync(true, () => Task.FromResult(FileSender.OnDisk(server.Data)[0].Length > ChunkSize), TimeSpan.FromSeconds(40));
            await server.KillAsync();
            held.Release();
            await Assert.ThrowsAsync<HttpRequestException>(() => putting);
        }

        await server.StartAgainAsync();

        var resumed = await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "killed");
        Assert.Equal((id, ChunkSize), (FileSender.IdOf(resumed), resumed["received"]!.GetValue<int>()));
        await FileSender.UploadAsync(pair.Student, pair.Room, "a.txt", content, "killed");
        Assert.Equal(content, await SentAsync(pair, id));
    }

    [Fact]
    public async Task What_the_disk_has_lost_is_begun_anew_and_not_sent_with_a_hole()
    {
        await using var own = await SampleProcess.StartAsync("Demo");
        using var pair = await Pair.MeetAsync(own.Address);
        var content = Text(2 * ChunkSize);
        var id = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", content.Length, "lost"));
        await FileSender.PuttedAsync(pair.Student, id, 0, content.AsMemory(0, ChunkSize));
        Assert.Single(FileSender.OnDisk(own.Data)).Delete();

        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, id, ChunkSize, content.AsMemory(ChunkSize)));

        Assert.Equal((0, 0), await FileSender.UsageAsync(pair.Student));
        var anew = FileSender.IdOf(await FileSender.UploadAsync(pair.Student, pair.Room, "a.txt", content, "lost"));
        Assert.Equal(content, await SentAsync(pair, anew));
        Assert.Single(FileSender.OnDisk(own.Data)).Delete();
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.GetAsync($"/api/chat/files/{anew}"));
    }

    [Fact]
    public async Task Who_is_logged_out_leaves_no_upload_that_nobody_can_go_on_with()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: [.. DemoServer.ManyLogIns, "--Chat:SweepInterval=00:00:00.2"]);
        using var pair = await Pair.MeetAsync(own.Address);
        using var device = await pair.Student.OnAnotherDeviceAsync();
        using var third = await pair.Student.OnAnotherDeviceAsync();
        using var fourth = await pair.Student.OnAnotherDeviceAsync();
        var content = Text(2 * Smallest);
        var half = content.AsMemory(0, Smallest);
        var (left, lost) = (await BegunAsync(device, "left"), await BegunAsync(third, "lost"));
        await BegunAsync(fourth, "taken-over");
        var complete = FileSender.IdOf(await FileSender.UploadAsync(third, pair.Room, "complete.txt", content));
        await FileSender.UploadAsync(device, pair.Room, "not-sent.txt", content);
        var here = await BegunAsync(pair.Student, "here");
        var takenOver = await BegunAsync(pair.Student, "taken-over", half.Length);

        using (await device.PostAsync("/api/log-out", null))
        {
            Assert.Equal((4, 4L * content.Length), await FileSender.UsageAsync(pair.Student));
        }

        await pair.Student.PostedAsync("/api/account/log-out-others", null);
        Assert.Equal((3, 3L * content.Length), await FileSender.UsageAsync(pair.Student));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, left, half.Length, half));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, lost, half.Length, half));
        await Eventually.EqualsAsync(3, () => Task.FromResult(FileSender.OnDisk(own.Data).Length), TimeSpan.FromSeconds(40));

        // What is complete can be sent, as by a page that was left without a line; what this session has, or has gone on with, goes on.
        Assert.Equal(content, await SentAsync(pair, complete));
        foreach (var id in new[] { here, takenOver })
        {
            Assert.True((await FileSender.PuttedAsync(pair.Student, id, half.Length, half))["ready"]!.GetValue<bool>());
        }

        async Task<string> BegunAsync(Visitor visitor, string name, int received = 0)
        {
            var upload = await FileSender.BeginAsync(visitor, pair.Room, name + ".txt", content.Length, name);
            Assert.Equal(received, upload["received"]!.GetValue<int>());
            if (received == 0)
            {
                await FileSender.PuttedAsync(visitor, FileSender.IdOf(upload), 0, half);
            }

            return FileSender.IdOf(upload);
        }
    }

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        for (var index = 0; index < length; index++)
        {
            text[index] = (byte)('a' + (index * 31 / 7 % 26));
        }

        return text;
    }

    private static async Task<byte[]> SentAsync(Pair pair, string id)
    {
        await pair.Student.PostedAsync(pair.Messages, new { temporaryId = id, fileId = id });
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{id}");
        return await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> RefusedAsync(HttpStatusCode status, Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.Equal(status, response.StatusCode);
        return await Visitor.JsonAsync(response);
    }

    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
