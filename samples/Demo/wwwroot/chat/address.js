/** The conversation that the page's address names, so that it is open again after a reload, or after logging in. */
export const roomInAddress = () => new URLSearchParams(location.search).get("room");

/** Writes the open conversation into the address: opened it is a step forward, closed none. */
export function putIntoAddress(room) {
  if (room === roomInAddress()) {
    return;
  }

  if (room) {
    history.pushState(null, "", `?room=${encodeURIComponent(room)}`);
  } else {
    history.replaceState(null, "", location.pathname);
  }
}
