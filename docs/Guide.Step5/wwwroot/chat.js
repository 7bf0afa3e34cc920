const socket = io({ autoConnect: false });
const shown = new Map(); // by temporary id: an item of the list
const pending = new Map(); // what the server has not acknowledged
let room;
let last = 0; // the newest message that is here

who.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(`/log-in?name=${encodeURIComponent(me.value)}`, { method: "POST" });
  socket.connect();
});

socket.on("connect", async () => {
  const joined = await socket.timeout(5000).emitWithAck("join_chat", other.value, last);
  room = joined.room;
  joined.missed.forEach(receive);
  for (const [tempId, words] of pending) send(tempId, words); // again: the server stores each once
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
  show(tempId, `${me.value}: ${text.value}`).className = "pending"; // at once
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
  pending.delete(message.tempId);
  last = Math.max(last, message.id);
  show(message.tempId, `${message.sender}: ${message.text}`).className = "";
}

function show(tempId, words) {
  let item = shown.get(tempId);
  if (!item) {
    item = document.createElement("li");
    shown.set(tempId, item);
    messages.append(item);
  }
  item.textContent = words;
  return item;
}
