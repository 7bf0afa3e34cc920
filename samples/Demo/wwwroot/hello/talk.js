import { addEntry } from "./entries.js";

const answerWithin = 5000;

/** Emits fromClient and shows what the server acknowledges. */
export function talkToServer(socket) {
  const answer = document.getElementById("talk-answer");
  onSubmit("talk", text => {
    show(answer, "", "Sending…");
    socket.timeout(answerWithin).emit("fromClient", text, (error, receipt) => {
      if (error) {
        show(answer, "bad", "No answer within five seconds.");
      } else {
        show(answer, receipt.accepted ? "good" : "bad", receipt.message);
      }
    });
  });
}

/** Publishes to every tab, and shows what any tab published. */
export function talkToEveryone(socket) {
  const list = document.getElementById("published");
  const answer = document.getElementById("publish-answer");
  const field = document.getElementById("publish-text");

  socket.on("published", ({ by, text, at }) => addEntry(list, text, at, by === socket.id ? "this tab" : by.slice(0, 6)));

  onSubmit("publish", text => {
    socket.timeout(answerWithin).emit("publish", text, (error, receipt) => {
      const refused = error ? "The server did not take it within five seconds." : receipt.accepted ? "" : receipt.message;
      show(answer, "bad", refused);
      answer.hidden = !refused;
      if (!refused && field.value === text) {
        field.value = "";
      }
    });
  });
}

function onSubmit(formId, submitted) {
  const form = document.getElementById(formId);
  form.addEventListener("submit", event => {
    event.preventDefault();
    submitted(form.querySelector("input").value);
  });
}

function show(element, state, text) {
  element.dataset.state = state;
  element.textContent = text;
}
