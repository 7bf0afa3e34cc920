import { shortly } from "./dates.js";
import { byId } from "./elements.js";

const status = byId("room-status");
const typingLasts = 3500;
const hereLasts = 6000;

/** The line below a conversation's title: who types, who has just come in, or who is there. */
export class RoomStatus {
  #store;
  #typing = new Map();
  #here = null;
  #room = null;

  constructor(store, socket) {
    this.#store = store;
    socket.on("typing", ({ room, account, name }) => this.#typed(room, account, name));
    socket.on("user_joined", ({ room, name }) => this.#joined(room, name));
    socket.on("newMessage", ({ room, sender }) => this.#stopped(room, sender));
  }

  show(room) {
    this.#room = room;
    const names = [...this.#typing.values()].filter(typing => typing.room === room.name).map(typing => typing.name);
    const text = names.length > 0 ? `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} typing…`
      : this.#here?.room === room.name ? `${this.#here.name} has opened the conversation`
      : room.kind === "group" ? `${room.members.length} members`
      : this.#presenceOf(room) ?? room.others[0]?.kind ?? "";
    if (status.textContent !== text) {
      status.textContent = text;
    }

    status.dataset.typing = String(names.length > 0);
  }

  #presenceOf(room) {
    const presence = this.#store.presenceIn(room);
    const seen = this.#store.lastSeenIn(room);
    return presence === "online" ? "Online" : presence === "away" ? "Away" : presence && seen ? `Last seen ${shortly(Date.parse(seen))}` : undefined;
  }

  #typed(room, account, name) {
    if (account !== this.#store.me.id) {
      clearTimeout(this.#typing.get(account)?.timer);
      this.#typing.set(account, { room, name, timer: setTimeout(() => this.#stopped(room, account), typingLasts) });
      this.#showAgain();
    }
  }

  #stopped(room, account) {
    const typing = this.#typing.get(account);
    if (typing?.room === room) {
      clearTimeout(typing.timer);
      this.#typing.delete(account);
      this.#showAgain();
    }
  }

  #joined(room, name) {
    clearTimeout(this.#here?.timer);
    this.#here = { room, name, timer: setTimeout(() => { this.#here = null; this.#showAgain(); }, hereLasts) };
    this.#showAgain();
  }

  #showAgain() {
    if (this.#room) {
      this.show(this.#room);
    }
  }
}
