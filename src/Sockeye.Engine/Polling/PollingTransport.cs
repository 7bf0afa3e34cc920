using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Polling;

/// <summary>HTTP long-polling: a GET waits until there is something to answer it with, a POST brings the client's packets.</summary>
internal sealed class PollingTransport(EngineSession session, PollingForm form) : Transport
{
    private PendingPoll? _poll; // all under the outbox's gate
    private PendingPost? _post;
    private int _answers;
    private CloseReason? _endReason;

    public override TransportKind Kind => TransportKind.Polling;

    public override bool IsReady => _answers == 0 && _poll is { IsCalled: false };

    private Outbox Outbox => session.Outbox;

    public override bool TryStart(out bool takesFirst)
    {
        takesFirst = false;
        if (!IsReady)
        {
            return false;
        }

        _poll!.IsCalled = true;
        return true;
    }

    public override void Pump(object? first) => Volatile.Read(ref _poll)?.Wake();

    public override void QueueClose()
    {
        // The closing packet is no entry: the next answer carries it, whatever it else holds.
    }

    public override void End(CloseReason reason)
    {
        PendingPoll? poll;
        PendingPost? post;
        lock (Outbox.Gate)
        {
            _endReason ??= reason;
            poll = _poll;
            post = _post;
        }

        poll?.Wake();
        post?.Destroy(onlyWhileReading: true);
    }

    /// <summary>Ends a waiting poll with nothing, so that a client that changes its transport need not wait for it.</summary>
    public void AnswerWithNoop()
    {
        bool called;
        lock (Outbox.Gate)
        {
            called = TryStart(out _);
        }

        if (called)
        {
            Pump(first: null);
        }
    }

    /// <summary>Completes when the POST that is being handled now, if any, has been handled.</summary>
    public Task WhenPostHandled()
    {
        lock (Outbox.Gate)
        {
            return _post?.Handled ?? Task.CompletedTask;
        }
    }

    /// <summary>Answers a GET.</summary>
    public async Task PollAsync(HttpContext context)
    {
        PendingPoll? poll = null;
        var overlaps = false;
        var isCurrent = true;
        lock (Outbox.Gate)
        {
            overlaps = _poll is not null;
            isCurrent = Outbox.Transport == this && Outbox.State != SessionState.Closed;
            if (isCurrent && !overlaps && (_answers > 0 || Outbox is { IsEmpty: true, State: SessionState.Open }))
            {
                // Also while another is answered: what waits stays in the outbox, and in its budget, until the client has taken that.
                poll = _poll = new PendingPoll();
            }
            else if (isCurrent && !overlaps)
            {
                _answers++;
            }
        }

        if (!isCurrent)
        {
            await session.Server.Refusals.RefuseAsync(context, ConnectionError.BadRequest, "TRANSPORT_MISMATCH").ConfigureAwait(false);
            return;
        }

        if (overlaps)
        {
            session.End(CloseReason.TransportError, "overlap from client");
            Answers.Empty(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (poll is not null && !await poll.WaitAsync(context.RequestAborted).ConfigureAwait(false))
        {
            Remove(poll);
            EndBroken("poll connection closed prematurely");
            return;
        }

        await AnswerAsync(context, poll).ConfigureAwait(false);
    }

    /// <summary>Takes what a POST brings.</summary>
    public async Task PostAsync(HttpContext context)
    {
        PendingPost? other;
        PendingPost? post = null;
        lock (Outbox.Gate)
        {
            var isCurrent = Outbox.Transport == this && Outbox.State != SessionState.Closed;
            other = isCurrent ? _post : null;
            if (isCurrent && other is null)
            {
                post = _post = new PendingPost(context.Request.BodyReader);
            }
        }

        if (post is null && other is null)
        {
            await session.Server.Refusals.RefuseAsync(context, ConnectionError.BadRequest, "TRANSPORT_MISMATCH").ConfigureAwait(false);
            return;
        }

        if (post is null)
        {
            other!.Destroy(onlyWhileReading: false);
            session.End(CloseReason.TransportError, "data request overlap from client");
            Answers.Empty(context, StatusCodes.Status400BadRequest);
            return;
        }

        int? status = null;
        try
        {
            status = await TakeAsync(context, post).ConfigureAwait(false);
        }
        finally
        {
            // Before it is answered: a client that has its answer may send the next one at once.
            lock (Outbox.Gate)
            {
                _post = null;
            }

            post.End();
        }

        switch (status)
        {
            case null:
                context.Abort();
                break;
            case StatusCodes.Status200OK:
                await Answers.OkAsync(context, session.Server).ConfigureAwait(false);
                break;
            case { } failure:
                Answers.Empty(context, failure);
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, PendingPoll? poll)
    {
        object[] entries;
        EncodedMessage? last = null;
        bool closes;
        bool carries;
        lock (Outbox.Gate)
        {
            if (poll is not null)
            {
                _poll = _poll == poll ? null : _poll;
                _answers++;
            }

            var isCurrent = Outbox.Transport == this;
            entries = isCurrent ? Outbox.TakeAll() : [];
            carries = entries.Length > 0;

            // What waits goes alone, and the closing packet with the next answer: the JavaScript client acts on a closing packet at
            // once and on messages a tick later, so that those in the same payload would be lost to it.
            closes = isCurrent && Outbox.State == SessionState.Closing && entries.Length == 0;
            if (closes || _endReason is not (null or CloseReason.TransportClose))
            {
                last = ControlPackets.Close;
            }

            if (entries.Length == 0 && (last is null || (closes && poll is null)))
            {
                entries = [ControlPackets.Noop];
            }
        }

        if (carries)
        {
            Outbox.Watch?.OnFlush();
        }

        var isSent = false;
        try
        {
            isSent = await new PollingPayload(entries, last, form).AnswerAsync(context, session.Server).ConfigureAwait(false);
        }
        finally
        {
            EndAnswer();
        }

        if (!isSent)
        {
            EndBroken("poll connection closed prematurely");
        }
        else if (closes)
        {
            session.End(CloseReason.ForcedClose, null);
        }

        Outbox.OnTaken();
        if (carries && isSent)
        {
            Outbox.Watch?.OnDrain();
        }
    }

    /// <summary>Reads a POST and handles its packets.</summary>
    /// <returns>The status to answer with, or <see langword="null"/> to cut the request off.</returns>
    private async Task<int?> TakeAsync(HttpContext context, PendingPost post)
    {
        var isBinary = context.Request.ContentType == "application/octet-stream";
        if (isBinary && !form.TakesBinary)
        {
            EndBroken("invalid content");
            return StatusCodes.Status400BadRequest;
        }

        using var body = await RequestBody.ReadAsync(context, session.Server.Options.MaxPayload).ConfigureAwait(false);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!body.IsComplete)
        {
            EndBroken("data request connection closed prematurely");
            return body.Failure;
        }

        post.EndReading();
        await HandleAsync(body.Bytes, isBinary).ConfigureAwait(false);
        return post.IsDestroyed ? null : StatusCodes.Status200OK;
    }

    private async ValueTask HandleAsync(Memory<byte> body, bool isBinary)
    {
        var reader = form.Read(body, isBinary);
        var count = 0;
        while (reader.TryRead(out var packet))
        {
            if (++count > session.Server.Options.MaxPacketsPerPayload)
            {
                session.End(CloseReason.ParseError, "too many packets in one payload");
                return;
            }

            await session.OnPacketAsync(packet).ConfigureAwait(false);
        }

        if (reader.IsInvalid)
        {
            session.End(CloseReason.ParseError, null);
        }
    }

    /// <summary>Lets in the poll that came while another was answered, if there is something for it.</summary>
    private void EndAnswer()
    {
        bool called;
        lock (Outbox.Gate)
        {
            _answers--;
            called = Outbox is not { IsEmpty: true, State: SessionState.Open } && TryStart(out _);
        }

        if (called)
        {
            Pump(first: null);
        }
    }

    /// <summary>Ends the session because a request of its client's went wrong, unless it has moved on and lives by another transport.</summary>
    private void EndBroken(string detail)
    {
        if (Outbox.Transport == this)
        {
            session.End(CloseReason.TransportError, detail);
        }
    }

    private void Remove(PendingPoll poll)
    {
        lock (Outbox.Gate)
        {
            _poll = _poll == poll ? null : _poll;
        }
    }
}
