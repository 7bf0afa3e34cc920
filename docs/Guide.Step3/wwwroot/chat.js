const socket = io({ autoConnect: false });
let room;

who.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(`/log-in?name=${encodeURIComponent(me.value)}`, { method: "POST" });
  socket.connect(); // with the cookie
});

socket.on("connect", async () => {
  room = await socket.timeout(5000).emitWithAck("join_chat", other.value);
});
socket.on("user_joined", (where, name) => show(`${name} has joined`));
socket.on("newMessage", (message) => show(`${message.from}: ${message.text}`));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await socket.timeout(5000).emitWithAck("sendMessage", room, text.value);
  form.reset();
});

function show(words) {
  messages.append(Object.assign(document.createElement("li"), { textContent: words }));
}
