const socket = io({ autoConnect: false });
const shown = new Map(); // by sender and temporary id: an item of the list
const pending = new Map(); // what the server has not acknowledged
let room;
let read = 0; // everything up to this message was read

who.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(`/log-in?name=${encodeURIComponent(me.value)}`, { method: "POST" });
  socket.connect();
});

socket.on("connect", async () => {
  room = await socket.timeout(5000).emitWithAck("join_chat", other.value);
  for (const [tempId, words] of pending) send(tempId, words); // again: the server stores each once
  for (let missed; missed?.length !== 0; read = missed.at(-1)?.id ?? read) {
    missed = await socket.timeout(5000).emitWithAck("messagesAfter", room, read);
    missed.forEach(receive);
  }
});
socket.on("newMessage", receive);
socket.on("sockeye:presence", ({ users }) => {
  for (const user of users) {
    document.title = `${user.userId} is ${user.online ? user.state ?? "online" : "offline"}`;
  }
});
document.addEventListener("visibilitychange", () => socket.emit("away", document.hidden));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const tempId = crypto.randomUUID();
  pending.set(tempId, text.value);
  show(me.value, tempId, text.value).className = "pending"; // at once
  send(tempId, text.value);
  form.reset();
});

async function send(tempId, words) {
  try {
    receive(await socket.timeout(5000).emitWithAck("sendMessage", room, tempId, words));
  } catch {
    // no answer: it stays pending, and goes again with the next connection
  }
}

function receive(message) {
  if (message.sender === me.value) pending.delete(message.tempId);
  show(message.sender, message.tempId, message.text).className = "";
}

function show(sender, tempId, words) {
  const key = JSON.stringify([sender, tempId]);
  let item = shown.get(key);
  if (!item) {
    item = document.createElement("li");
    shown.set(key, item);
    messages.append(item);
  }
  item.textContent = `${sender}: ${words}`;
  return item;
}
