const status = document.getElementById("status");
const id = document.getElementById("connection-id");
const transport = document.getElementById("transport");
const reconnections = document.getElementById("reconnections");

/** Shows the connection's state, id and transport as they change. */
export function showConnection(socket) {
  let connections = 0;

  socket.on("connect", () => {
    connections++;
    show("connected", "Connected");
    id.textContent = socket.id;
    reconnections.textContent = ["never", "once"][connections - 1] ?? `${connections - 1} times`;
    showTransport();
  });

  socket.on("disconnect", reason => {
    show("disconnected", socket.active ? `Disconnected (${reason}), reconnecting…` : `Disconnected (${reason})`);
    id.textContent = "–";
    transport.textContent = "–";
  });

  // A server that cannot be reached is tried again; one that refuses is not.
  socket.on("connect_error", error =>
    show("disconnected", socket.active ? "Cannot reach the server, trying again…" : `Refused: ${error.message}`));

  // A manager opens a new engine for every connection, and each starts on its first transport.
  socket.io.on("open", () => {
    showTransport();
    socket.io.engine.on("upgrade", showTransport);
  });

  function showTransport() {
    transport.textContent = socket.io.engine.transport.name;
  }
}

// The same words twice are not announced twice.
function show(state, text) {
  status.dataset.state = state;
  if (status.textContent !== text) {
    status.textContent = text;
  }
}
