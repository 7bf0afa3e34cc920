import { get, remove } from "./api.js";
import { avatar, byId, dayOf, shortly, show, toast } from "./elements.js";
import { dayElement, messageElement, waitingElement } from "./message-view.js";

const log = byId("log");
const list = byId("messages");
const status = byId("room-status");
const field = byId("text");
const deletion = byId("delete-dialog");
const typingLasts = 3500;
const hereLasts = 6000;

/** Shows the open conversation. */
export class RoomView {
  #store;
  #outbox;
  #uploads;
  #socket;
  #shown = null;
  #isAtEnd = true;
  #top = 0;
  #typing = new Map();
  #here = null;

  constructor(store, outbox, uploads, socket) {
    this.#store = store;
    this.#outbox = outbox;
    this.#uploads = uploads;
    this.#socket = socket;
    for (const source of [store, outbox, uploads]) {
      source.addEventListener("change", () => this.show());
    }

    socket.on("typing", ({ room, account, name }) => this.#typed(room, account, name));
    socket.on("user_joined", ({ room, name }) => this.#joined(room, name));
    socket.on("newMessage", ({ room, sender }) => this.#stopped(room, sender));
    log.addEventListener("scroll", () => this.#scrolled());
    addEventListener("focus", () => this.#read());
    document.addEventListener("visibilitychange", () => this.#read());
    new ResizeObserver(() => this.#keepEnd()).observe(list);
    new ResizeObserver(() => this.#keepEnd()).observe(log);
    list.addEventListener("click", event => this.#clicked(event.target.closest("button")?.dataset ?? {}));
    byId("earlier").addEventListener("click", () => this.#loadEarlier());
    byId("delete-confirm").addEventListener("click", () => this.#delete());
  }

  /** Shows what there is to show now. */
  show() {
    const room = this.#store.rooms.get(this.#store.open);
    byId("room").hidden = !room;
    byId("welcome").hidden = Boolean(room);
    if (!room) {
      return;
    }

    if (this.#shown !== room.name) {
      this.#shown = room.name;
      this.#isAtEnd = true;
      list.replaceChildren();
    }

    const title = this.#store.titleOf(room);
    byId("room-title").textContent = title;
    avatar(byId("room-avatar"), title).dataset.presence = this.#store.presenceIn(room);
    this.#showStatus(room);
    const page = this.#store.pages.get(room.name);
    byId("earlier").hidden = !page?.more;
    show(list, this.#entries(room, page?.messages ?? []), field);
    this.#keepEnd();
    this.#read();
  }

  /** Shows a message of the open conversation, however long ago it was. */
  async find(id) {
    const name = this.#store.open;
    for (let page = this.#store.pages.get(name); page?.more && page.messages[0].id > id; page = this.#store.pages.get(name)) {
      await this.#fetchEarlier(name, 100);
    }

    this.show();
    const message = this.#store.pages.get(name)?.messages.find(known => known.id === id);
    const element = message && list.querySelector(`[data-key="${CSS.escape(this.#keyOf(message))}"]`);
    if (element) {
      this.#isAtEnd = false;
      element.scrollIntoView({ block: "center" });
      element.classList.add("found");
      setTimeout(() => element.classList.remove("found"), 3000);
    }
  }

  #entries(room, messages) {
    const entries = [];
    let day = null;
    let previous = null;
    for (const message of messages) {
      const today = dayOf(message.sentAt);
      if (today !== day) {
        day = today;
        previous = null;
        entries.push({ key: `day ${day}`, stamp: day, make: () => dayElement(today) });
      }

      const isMine = message.sender === this.#store.me.id;
      const look = {
        isMine,
        mayDelete: isMine || (room.kind === "group" && room.createdBy === this.#store.me.id),
        showsSender: !isMine && room.kind === "group" && previous !== message.sender,
        state: isMine ? this.#store.stateOf(message) : "",
      };
      previous = message.sender;
      entries.push({ key: this.#keyOf(message), stamp: JSON.stringify([message.version, look]), make: () => messageElement(message, look) });
    }

    const stored = new Set(messages.map(message => message.temporaryId));
    const waiting = this.#outbox.of(room.name).filter(item => !stored.has(item.temporaryId));
    for (const item of [...waiting, ...this.#uploads.of(room.name)]) {
      entries.push(item.entry ?? { key: `waiting ${item.temporaryId}`, stamp: item.problem ?? "", make: () => waitingElement(item) });
    }

    return entries;
  }

  // The stored message takes the place of the one that waited.
  #keyOf(message) {
    return message.sender === this.#store.me.id ? `waiting ${message.temporaryId}` : `message ${message.id}`;
  }

  #showStatus(room) {
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
      this.show();
    }
  }

  #stopped(room, account) {
    clearTimeout(this.#typing.get(account)?.timer);
    this.#typing.delete(account);
    this.show();
  }

  #joined(room, name) {
    clearTimeout(this.#here?.timer);
    this.#here = { room, name, timer: setTimeout(() => { this.#here = null; this.show(); }, hereLasts) };
    this.show();
  }

  // Away from the end is who has scrolled up; that something came below it is no reason.
  #scrolled() {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 40) {
      this.#isAtEnd = true;
    } else if (log.scrollTop < this.#top) {
      this.#isAtEnd = false;
    }

    this.#top = log.scrollTop;
    this.#read();
  }

  #keepEnd() {
    if (this.#isAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }

  // Seen is what is on the screen of a window that somebody looks at.
  #read() {
    const room = this.#store.rooms.get(this.#store.open);
    if (!room?.last || !this.#isAtEnd || document.visibilityState !== "visible" || !document.hasFocus() || !this.#socket.connected) {
      return;
    }

    if (room.last.id > Math.max(room.mine.read, room.seen) && this.#store.pages.has(room.name)) {
      this.#store.see(room);
      this.#socket.emit("read", { room: room.name, upTo: room.last.id });
    }
  }

  async #loadEarlier() {
    const below = log.scrollHeight - log.scrollTop;
    const more = await this.#fetchEarlier(this.#store.open, 50);
    this.show();
    log.scrollTop = log.scrollHeight - below;
    if (!more) {
      log.focus();
    }
  }

  async #fetchEarlier(name, limit) {
    const [first] = this.#store.pages.get(name).messages;
    const page = await get(`/api/chat/rooms/${encodeURIComponent(name)}/messages?before=${first.id}&limit=${limit}`);
    this.#store.putPage(name, page);
    return page.more;
  }

  #clicked({ delete: id, retry, discard }) {
    if (retry) {
      this.#outbox.retry(retry);
    } else if (discard) {
      this.#outbox.discard(discard);
    } else if (id) {
      const message = this.#store.pages.get(this.#store.open).messages.find(known => known.id === Number(id));
      deletion.dataset.id = id;
      byId("delete-text").textContent = message.text || message.file?.name;
      deletion.showModal();
    }
  }

  async #delete() {
    deletion.close();
    try {
      this.#store.put(await remove(`/api/chat/messages/${deletion.dataset.id}`));
    } catch (error) {
      toast(error.message);
    }
  }
}
