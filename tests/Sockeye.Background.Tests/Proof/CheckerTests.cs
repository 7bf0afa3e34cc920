using Sockeye.Background.Proof.Checking;

namespace Sockeye.Background.Tests.Proof;

/// <summary>What the checker concludes from a journal, and what it does not.</summary>
public sealed class CheckerTests
{
    private static readonly int Plain = HandWrittenJournal.Numbers("plain")[0];
    private static readonly int[] Keyed = HandWrittenJournal.Numbers("keyed");
    private static readonly int[] Unique = HandWrittenJournal.Numbers("unique");

    private readonly HandWrittenJournal _journal = new();

    [Fact]
    public void What_was_emitted_leased_and_completed_is_as_it_should_be()
    {
        _journal.Emit(Keyed[0], "a").LeaseTo(2, 1, 1, Keyed[0], "a").Begin(2, 1, 1).Emit(Keyed[1], "b").Complete(2, 1, 1)
            .LeaseTo(3, 2, 1, Keyed[1], "b").Begin(3, 2, 1).Complete(3, 2, 1);

        Assert.Empty(_journal.Check());
    }

    [Fact]
    public void An_acknowledged_emit_that_nobody_heard_of_is_lost()
    {
        _journal.Emit(Plain, "a");

        Is(ViolationKind.Lost, $"item {Plain}");
    }

    [Fact]
    public void Whoever_was_killed_before_hearing_the_answer_may_have_completed_it()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Write(2, "end job=1 token=1 how=done").Write(2, "settle job=1 token=1 ending=Complete")
            .Do("killing pid=2").Write(1, "finished", 5000);

        Assert.Empty(_journal.Check());
    }

    [Fact]
    public void A_killed_workers_job_that_the_store_holds_for_ended_was_completed_early()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Do("killing pid=2").Write(1, "finished", 5000);

        Is(ViolationKind.CompletedEarly, "process 2, which was killed");
    }

    [Fact]
    public void A_killed_workers_job_that_the_store_still_waits_for_has_a_lease_that_never_lapsed()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Do("killing pid=2").Write(1, "left job=1 state=Running", 5000).Write(1, "finished");

        Is(ViolationKind.LeaseNeverLapsed, "process 2, which was killed");
    }

    [Fact]
    public void A_job_that_is_completed_before_its_listener_has_come_to_its_end_is_lost()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Write(2, "settle job=1 token=1 ending=Complete")
            .Write(2, "settled job=1 token=1 ending=Complete counted=True").Write(2, "end job=1 token=1 how=done");

        Is(ViolationKind.Lost, "had not said so");
    }

    [Fact]
    public void A_job_given_to_another_while_its_lease_lasted_had_it_cut_short()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").LeaseTo(3, 1, 2, Plain, "a", later: 700).Begin(3, 1, 2).Complete(3, 1, 2);

        Is(ViolationKind.LeaseCutShort, "given to process 3");
    }

    [Fact]
    public void A_worker_that_is_refused_what_it_has_a_lease_for_is_wronged()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Complete(2, 1, 1, counted: false)
            .LeaseTo(3, 1, 2, Plain, "a", later: 2000).Begin(3, 1, 2).Complete(3, 1, 2);

        Is(ViolationKind.HoldRefused, "Process 2 was not let end job 1");
    }

    [Fact]
    public void A_job_that_starts_again_after_its_end_is_found()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Complete(2, 1, 1).LeaseTo(3, 1, 2, Plain, "a", later: 2000);

        Is(ViolationKind.StartedAfterItsEnd, "job 1");
    }

    [Theory]
    [InlineData("settle", "settled")]
    [InlineData("report", "reported")]
    public void What_counts_after_another_has_taken_over_was_not_fenced(string ask, string answer)
    {
        Stood().Write(2, $"{ask} job=1 token=1 ending=Retry").Write(2, $"{answer} job=1 token=1 ending=Retry counted=True").Complete(3, 1, 2);

        Is(ViolationKind.NotFenced, "token 1");
    }

    [Fact]
    public void An_end_that_was_asked_for_before_another_took_over_and_counts_after_that_was_not_fenced()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Write(2, "end job=1 token=1 how=done").Write(2, "settle job=1 token=1 ending=Complete")
            .LeaseTo(3, 1, 2, Plain, "a", later: 2000).Write(2, "settled job=1 token=1 ending=Complete counted=True");

        Is(ViolationKind.NotFenced, "under token 1, and leased under a later one");
    }

    [Theory]
    [InlineData("settle", "settled")]
    [InlineData("report", "reported")]
    public void What_is_refused_after_another_has_taken_over_was_fenced(string ask, string answer)
    {
        Stood().Write(2, $"{ask} job=1 token=1 ending=Complete").Write(2, $"{answer} job=1 token=1 ending=Complete counted=False").Complete(3, 1, 2);

        Assert.Empty(_journal.Check());
    }

    [Fact]
    public void A_token_that_does_not_grow_fences_nothing()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").LeaseTo(3, 1, 1, Plain, "a", later: 2000).Begin(3, 1, 1).Complete(3, 1, 1);

        Is(ViolationKind.NotFenced, "token 1 after token 1");
    }

    [Fact]
    public void A_listener_whose_token_is_not_cancelled_when_its_lease_ends_is_found()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).LeaseTo(3, 1, 2, Plain, "a", later: 1000).Begin(3, 1, 2).Complete(3, 1, 2)
            .Write(2, "end job=1 token=1 how=done");

        Is(ViolationKind.NotCancelledInTime, "Process 2 ran job 1 on");
    }

    [Fact]
    public void A_listener_whose_token_is_cancelled_before_its_lease_ends_may_go_on()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Write(2, "cancelled job=1 token=1 reason=LeaseLost", 700)
            .LeaseTo(3, 1, 2, Plain, "a", later: 300).Begin(3, 1, 2).Complete(3, 1, 2).Write(2, "end job=1 token=1 how=done");

        Assert.Empty(_journal.Check());
    }

    [Fact]
    public void A_process_that_stands_still_is_not_blamed_unless_it_goes_on_long_after()
    {
        Stood().Complete(3, 1, 2).Write(2, "cancelled job=1 token=1 reason=LeaseLost");
        Assert.Empty(_journal.Check());

        var heedless = new HandWrittenJournal();
        Stood(heedless).Complete(3, 1, 2).Write(2, "end job=1 token=1 how=done", 3000);
        Assert.Equal(ViolationKind.NotCancelledInTime, Assert.Single(heedless.Check()).Kind);
    }

    [Fact]
    public void Work_that_begins_although_the_lease_had_ended_when_it_was_heard_of_is_found()
    {
        _journal.Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a", asked: "1").Begin(2, 1, 1).LeaseTo(3, 1, 2, Plain, "a", later: 1100).Begin(3, 1, 2).Complete(3, 1, 2);

        Is(ViolationKind.NotCancelledInTime, "began job 1 after its lease");
    }

    [Fact]
    public void Two_events_of_one_unique_key_are_found_by_their_answers()
    {
        _journal.Emit(Unique[0], "a").Emit(Unique[1], "b");
        foreach (var (number, id, job) in new[] { (Unique[0], "a", 1), (Unique[1], "b", 2) })
        {
            _journal.LeaseTo(2, job, 1, number, id).Begin(2, job, 1).Complete(2, job, 1);
        }

        Is(ViolationKind.KeyNotUnique, "events a, b");
    }

    [Fact]
    public void Whoever_is_told_of_a_duplicate_is_told_of_the_one_event_there_is()
    {
        _journal.Emit(Unique[0], "a").Emit(Unique[1], "a", "Duplicate").LeaseTo(2, 1, 1, Unique[0], "a").Begin(2, 1, 1).Complete(2, 1, 1);

        Assert.Empty(_journal.Check());
    }

    [Fact]
    public void The_next_of_a_key_that_starts_while_the_former_waits_to_be_retried_is_out_of_order()
    {
        _journal.Emit(Keyed[0], "a").Emit(Keyed[1], "b").LeaseTo(2, 1, 1, Keyed[0], "a").Begin(2, 1, 1).Write(2, "end job=1 token=1 how=failed")
            .Write(2, "settle job=1 token=1 ending=Retry").Write(2, "settled job=1 token=1 ending=Retry counted=True")
            .LeaseTo(3, 2, 1, Keyed[1], "b").Begin(3, 2, 1).Complete(3, 2, 1).LeaseTo(2, 1, 2, Keyed[0], "a").Begin(2, 1, 2).Complete(2, 1, 2);

        Is(ViolationKind.KeyOutOfOrder, "was started before job 1");
    }

    [Fact]
    public void What_was_emitted_later_and_is_done_first_is_out_of_order()
    {
        _journal.Emit(Keyed[0], "a").Emit(Keyed[1], "b").LeaseTo(2, 2, 1, Keyed[1], "b").Begin(2, 2, 1).Complete(2, 2, 1)
            .LeaseTo(2, 1, 1, Keyed[0], "a").Begin(2, 1, 1).Complete(2, 1, 1);

        Is(ViolationKind.KeyOutOfOrder, "which was emitted earlier");
    }

    [Fact]
    public void A_slot_that_is_enqueued_twice_and_one_that_never_is_are_found()
    {
        const long second = TimeSpan.TicksPerSecond;
        _journal.Write(1, $"schedule name=first next={second}").Write(1, $"paused name=first last={2 * second}");
        foreach (var job in new[] { 1, 2 })
        {
            _journal.LeaseTo(2, job, 1, -1, $"e{job}", $"schedule=first slot={second}").Begin(2, job, 1).Complete(2, job, 1);
        }

        Assert.Equal(
            [(ViolationKind.SlotNotOnce, true), (ViolationKind.SlotNotOnce, false)],
            _journal.Check().Select(static found => (found.Kind, found.What.Contains("2 times", StringComparison.Ordinal))));
    }

    // Process 2 has job 1, stands still until process 3 has taken it over, and goes on.
    private HandWrittenJournal Stood(HandWrittenJournal? journal = null) => (journal ?? _journal)
        .Emit(Plain, "a").LeaseTo(2, 1, 1, Plain, "a").Begin(2, 1, 1).Do("stopping pid=2").LeaseTo(3, 1, 2, Plain, "a", later: 1500).Begin(3, 1, 2).Do("continued pid=2");

    private void Is(ViolationKind kind, string what)
    {
        var found = Assert.Single(_journal.Check());
        Assert.Equal(kind, found.Kind);
        Assert.Contains(what, found.What, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(found.Lines);
    }
}
