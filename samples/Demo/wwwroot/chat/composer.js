import { byId } from "./elements.js";
import { kept } from "/shell/kept.js";

const form = byId("composer");
const text = byId("text");
const typingEvery = 2000;

/** The field that messages are written in. What was begun in one conversation waits there while another is open, and outlives a reload. */
export class Composer {
  #prefix;

  constructor(account, store, outbox, socket) {
    this.#prefix = `chat-draft:${account}:`;
    kept("sessionStorage", storage => Object.keys(storage).filter(key => isOfAnother(key, account)).forEach(key => storage.removeItem(key)));
    let typedAt = 0;
    form.addEventListener("submit", event => {
      event.preventDefault();
      const written = text.value.trim();
      if (written) {
        outbox.add(store.open, written);
        text.value = "";
        typedAt = 0;
        this.#keep(store.open);
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
      this.#keep(store.open);
      if (text.value && Date.now() - typedAt > typingEvery) {
        typedAt = Date.now();
        socket.volatile.emit("typing", store.open);
      }
    });
  }

  /** Puts the draft of one conversation away and takes that of another. */
  change(from, to) {
    if (from) {
      this.#keep(from);
    }

    text.value = (to && kept("sessionStorage", storage => storage.getItem(this.#prefix + to))) ?? "";
    grow();
  }

  #keep(room) {
    kept("sessionStorage", storage => (text.value ? storage.setItem(this.#prefix + room, text.value) : storage.removeItem(this.#prefix + room)));
  }
}

// What somebody has begun whose session ended in this tab: whoever uses it now is not to find it.
const isOfAnother = (key, account) => key.startsWith("chat-draft:") && key.split(":")[1] !== account;

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
}
