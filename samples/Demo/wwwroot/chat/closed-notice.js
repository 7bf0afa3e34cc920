import { accept, askAgain, unblock } from "./contacts-view.js";
import { byId } from "./elements.js";
import { attempt } from "./people.js";

/** Shows in a conversation of two who are not contacts why nobody can write there, and what can be done. */
export class ClosedNotice {
  #store;
  #act = null;

  constructor(store) {
    this.#store = store;
    store.addEventListener("change", () => this.show());
    byId("closed-act").addEventListener("click", () => attempt(() => this.#act()));
  }

  show() {
    const room = this.#store.rooms.get(this.#store.open);
    const isClosed = Boolean(room?.closed);
    byId("composer").hidden = isClosed;
    byId("closed").hidden = !isClosed;
    if (isClosed) {
      const [text, verb, act] = this.#say(room.members.find(member => member.id !== this.#store.me.id));
      byId("closed-text").textContent = text;
      byId("closed-act").hidden = !verb;
      byId("closed-act").textContent = verb;
      this.#act = act;
    }
  }

  #say(other) {
    const { received, sent, blocked } = this.#store.contacts;
    return blocked.has(other.id) ? [`You have blocked ${other.name}. Neither of you can write here.`, "Unblock", () => unblock(other)]
      : [...received.values()].some(({ from }) => from.id === other.id)
        ? [`${other.name} would like to be your contact again.`, "Accept", () => accept(other)]
      : [...sent.values()].some(({ account }) => account === other.id)
        ? [`You and ${other.name} are not contacts any more. Your request waits for an answer.`, "", null]
      : [`You and ${other.name} are not contacts any more. What was written can be read, and neither of you can write.`, "Ask again", () => askAgain(other)];
  }
}
