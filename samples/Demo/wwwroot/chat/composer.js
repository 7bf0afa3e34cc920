import { byId } from "./elements.js";

const form = byId("composer");
const text = byId("text");
const typingEvery = 2000;

/** The field that messages are written in. What was begun in one conversation waits there while another is open. */
export class Composer {
  #store;
  #drafts = new Map();

  constructor(store, outbox, socket) {
    this.#store = store;
    let typedAt = 0;
    form.addEventListener("submit", event => {
      event.preventDefault();
      const written = text.value.trim();
      if (written) {
        outbox.add(store.open, written);
        text.value = "";
        typedAt = 0;
        grow();
      }

      text.focus();
    });
    text.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    text.addEventListener("input", () => {
      grow();
      if (text.value && Date.now() - typedAt > typingEvery) {
        typedAt = Date.now();
        socket.volatile.emit("typing", store.open);
      }
    });
  }

  /** Puts the draft of one conversation away and takes that of another. */
  change(from, to) {
    this.#drafts.set(from, text.value);
    text.value = this.#drafts.get(to) ?? "";
    grow();
  }
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
}
