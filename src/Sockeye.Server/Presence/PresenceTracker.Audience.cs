using Sockeye.Adapters;
using Sockeye.Server.Presence;

namespace Sockeye;

public sealed partial class PresenceTracker
{
    private sealed class Audience(PresenceTracker tracker) : IPresenceAudience
    {
        public BroadcastPacket Pack(IReadOnlyList<UserPresence> users, bool isSnapshot) =>
            tracker.Namespace.Pack(ControlEvents.Presence, [PresenceJson.Write(users, isSnapshot)], BroadcastModes.None, compress: true, isBroadcast: !isSnapshot);

        public void OnChange(PresenceChange change)
        {
            tracker.Namespace.Server.Telemetry.OnPresenceChanged(tracker.Namespace);
            foreach (var listener in tracker._listeners.Snapshot())
            {
                tracker.Namespace.Server.Work.Track(RunAsync(listener, change));
            }
        }

        public void OnWatchAsked(PendingWatch pending, IReadOnlyList<string> users) =>
            tracker.Namespace.Server.Work.Track(Task.Run(() => WatchAsync(pending, [.. users]))); // the application is not called in the loop

        public void OnNodeLost(string node, int users) => Log.PresenceNodeLost(tracker.Namespace.Server.Logger, node, users, tracker.Namespace.Name);

        public void OnUnreadable(string node, Exception exception) => Log.PresenceUnreadable(tracker.Namespace.Server.Logger, node, exception);

        private async Task RunAsync(Func<PresenceChange, Task> listener, PresenceChange change)
        {
            try
            {
                await listener(change).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                tracker.Report(exception);
            }
        }

        private async Task WatchAsync(PendingWatch pending, string[] users)
        {
            try
            {
                await tracker.ShowAsync(pending, users, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // The namespace has ended meanwhile: there is nobody to show anything to.
            }
        }
    }
}
