const socket = io();

socket.on("newMessage", (text) => show(text));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await socket.timeout(5000).emitWithAck("sendMessage", text.value);
  console.log(answer); // sent
  form.reset();
});

function show(words) {
  messages.append(Object.assign(document.createElement("li"), { textContent: words }));
}
