namespace Sockeye.Engine.SlowClients;

/// <summary>Ends a client that stays beyond its budget for too long, where the policy is to wait for it. Made when it first gets there.</summary>
internal sealed class BudgetDeadline(IOutboxOwner owner, TimeSpan longest) : WheelTimer
{
    private bool _runs; // under the outbox's gate

    /// <summary>The budget is spent: the time begins, unless it has begun. Under the gate.</summary>
    public void Begin()
    {
        if (!_runs)
        {
            _runs = true;
            owner.Timers.Schedule(this, longest);
        }
    }

    /// <summary>Something was taken, or all has ended: the time ends where the budget is no longer spent. Under the gate.</summary>
    public void Reconsider()
    {
        if (_runs && !owner.Outbox.IsOverBudget)
        {
            _runs = false;
            owner.Timers.Cancel(this);
        }
    }

    protected internal override void OnDue()
    {
        lock (owner.Outbox.Gate)
        {
            if (!_runs)
            {
                return;
            }

            _runs = false;
        }

        owner.End(CloseReason.SlowClient, "The client does not read what is sent to it: it stayed beyond its budget for too long.");
    }
}
