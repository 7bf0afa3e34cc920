const room = location.hash.slice(1) || "lounge";
const socket = io();

socket.on("connect", () => socket.emit("join_chat", room)); // after each reconnection as well: rooms are the connection's
socket.on("user_joined", (where, who) => show(`${who} has joined`));
socket.on("newMessage", (message) => show(message.text));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await socket.timeout(5000).emitWithAck("sendMessage", room, text.value);
  form.reset();
});

function show(words) {
  messages.append(Object.assign(document.createElement("li"), { textContent: words }));
}
