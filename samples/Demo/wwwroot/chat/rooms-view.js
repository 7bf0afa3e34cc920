import { shortly } from "./dates.js";
import { avatar, byId, make, nameOf, show } from "./elements.js";

const list = byId("room-list");

/** Shows the conversations, the liveliest first. */
export class RoomsView {
  #store;
  #outbox;

  constructor(store, outbox, open) {
    this.#store = store;
    this.#outbox = outbox;
    list.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) {
        open(button.closest("li").dataset.key);
      }
    });
    store.addEventListener("change", () => this.#show());
    outbox.addEventListener("change", () => this.#show());
  }

  #show() {
    const rooms = this.#store.sortedRooms();
    show(list, rooms.map(room => {
      const title = this.#store.titleOf(room);
      const line = this.#lastLine(room);
      const at = room.last ? shortly(room.last.sentAt) : "";
      const isOpen = room.name === this.#store.open;
      const presence = this.#store.presenceIn(room);
      return {
        key: room.name,
        stamp: JSON.stringify([title, line, at, room.unread, isOpen, presence]),
        make: () => entry(title, line, at, room.unread, isOpen, presence),
      };
    }));
    byId("no-rooms").hidden = rooms.length > 0;
    byId("no-rooms").textContent = this.#store.contacts.known.size > 0
      ? "No conversations yet. Choose New and write to one of your contacts."
      : "Nobody to talk to yet. Choose Contacts and ask somebody by their e-mail address.";

    const unread = rooms.reduce((sum, room) => sum + room.unread, 0);
    document.title = `${unread > 0 ? `(${unread}) ` : ""}Chat · Sockeye demo`;
  }

  #lastLine(room) {
    const waiting = this.#outbox.of(room.name).at(-1);
    const { me } = this.#store;
    if (waiting) {
      return `You: ${waiting.text || nameOf(waiting.file)}`;
    }

    const { last } = room;
    if (!last) {
      return "No messages yet";
    }

    const words = last.deletedAt ? "Message deleted" : last.text || (last.file && nameOf(last.file));
    return last.sender === me.id ? `You: ${words}` : room.kind === "group" ? `${last.senderName}: ${words}` : words;
  }
}

function entry(title, line, at, unread, isOpen, presence) {
  const badge = make("span", "badge", unread > 99 ? "99+" : String(unread), make("span", "unseen", " unread"));
  badge.hidden = unread === 0;
  const button = make(
    "button", "", avatar(make("span", "avatar"), title),
    make("span", "title", title, make("span", "unseen", presence === "online" || presence === "away" ? `, ${presence}` : "")), " ", make("span", "at", at), " ", make("span", "line", line), " ", badge);
  const face = button.querySelector(".avatar");
  face.setAttribute("aria-hidden", "true");
  face.dataset.presence = presence;
  button.type = "button";
  if (isOpen) {
    button.setAttribute("aria-current", "true");
  }

  return make("li", "", button);
}
