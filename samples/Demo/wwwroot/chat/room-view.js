import { get, remove } from "./api.js";
import { avatar, byId, nameOf, show, toast } from "./elements.js";
import { keyOf, MessageEntries } from "./message-entries.js";
import { waitingElement } from "./message-view.js";
import { RoomStatus } from "./room-status.js";

const log = byId("log");
const list = byId("messages");
const note = byId("log-note");
const earlier = byId("earlier");
const field = byId("text");
const deletion = byId("delete-dialog");

// How many messages of a conversation are kept: of the one at whose end somebody is, and of those that are not open.
const mostOpen = 300;
const keptOpen = 200;
const keptClosed = 50;

/** Shows the open conversation. */
export class RoomView {
  #store;
  #outbox;
  #uploads;
  #socket;
  #messages;
  #shown = null;
  #isAtEnd = true;
  #top = 0;
  #status;

  constructor(store, outbox, uploads, socket) {
    this.#store = store;
    this.#outbox = outbox;
    this.#uploads = uploads;
    this.#socket = socket;
    this.#messages = new MessageEntries(store.me.id);
    for (const source of [store, outbox, uploads]) {
      source.addEventListener("change", () => this.show());
    }

    this.#status = new RoomStatus(store, socket);
    log.addEventListener("scroll", () => this.#scrolled());
    addEventListener("focus", () => this.#read());
    document.addEventListener("visibilitychange", () => this.#read());
    new ResizeObserver(() => this.#keepEnd()).observe(list);
    new ResizeObserver(() => this.#keepEnd()).observe(log);
    list.addEventListener("click", event => this.#clicked(event.target.closest("button")?.dataset ?? {}));
    earlier.addEventListener("click", () => this.#loadEarlier());
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
      this.#store.trim(this.#shown, keptClosed);
      this.#shown = room.name;
      this.#isAtEnd = true;
      show(list, []);
    }

    const title = this.#store.titleOf(room);
    byId("room-title").textContent = title;
    avatar(byId("room-avatar"), title).dataset.presence = this.#store.presenceIn(room);
    this.#status.show(room);
    if (this.#isAtEnd && this.#store.pages.get(room.name)?.messages.length > mostOpen) {
      this.#store.trim(room.name, keptOpen);
    }

    const page = this.#store.pages.get(room.name);
    const entries = this.#entries(room, page?.messages ?? []);
    earlier.hidden = !page?.more;
    note.textContent = page ? "No messages yet. Say hello!" : "Loading the messages…";
    note.hidden = entries.length > 0;
    show(list, entries, field);
    this.#keepEnd();
    this.#read();
  }

  /** Shows a message of the open conversation, however long ago it was. */
  async find(id) {
    const name = this.#store.open;
    this.#isAtEnd = false;
    try {
      await this.#loadUpTo(name, id);
    } catch (error) {
      toast(`The message could not be shown: ${error.message}`);
    }

    if (this.#store.open !== name) {
      return; // another conversation has been opened meanwhile
    }

    this.show();
    const message = this.#store.pages.get(name)?.messages.find(known => known.id === id);
    const element = message && list.querySelector(`[data-key="${CSS.escape(keyOf(message, this.#store.me.id))}"]`);
    if (element) {
      this.#isAtEnd = false;
      element.scrollIntoView({ block: "center" });
      element.classList.add("found");
      setTimeout(() => element.classList.remove("found"), 3000);
    }
  }

  #entries(room, messages) {
    const entries = this.#messages.of(room, messages);
    const { delay } = this.#outbox;
    const sent = this.#outbox.of(room.name);
    const stored = sent.length === 0 ? null : new Set(messages.map(message => message.temporaryId));
    const waiting = sent.filter(item => !stored.has(item.temporaryId));
    for (const item of [...waiting, ...this.#uploads.of(room.name)]) {
      entries.push(item.entry ?? { key: `waiting ${item.temporaryId}`, stamp: item.problem ?? delay, make: () => waitingElement(item, delay) });
    }

    return entries;
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
    const name = this.#store.open;
    this.#isAtEnd = false;
    earlier.disabled = true;
    try {
      const page = await this.#getEarlier(name, 50);
      const below = log.scrollHeight - log.scrollTop;
      this.#store.putPage(name, page);
      this.show();
      log.scrollTop = this.#store.open === name ? log.scrollHeight - below : log.scrollTop;
    } catch (error) {
      toast(`Earlier messages could not be loaded: ${error.message}`);
    }

    earlier.disabled = false;
    if (document.activeElement === document.body) {
      (earlier.hidden ? log : earlier).focus({ preventScroll: true }); // a button that is disabled loses it
    }
  }

  // All that is asked for is shown at once: each time the whole list is gone through, and is longer.
  async #loadUpTo(name, id) {
    const known = this.#store.pages.get(name);
    let first = known?.messages[0]?.id;
    let more = known?.more;
    const pages = [];
    while (more && first > id) {
      const page = await this.#getEarlier(name, 100, first);
      pages.unshift(page.messages);
      more = page.more;
      first = page.messages[0]?.id;
    }

    if (pages.length > 0) {
      this.#store.putPage(name, { messages: pages.flat(), more });
    }
  }

  #getEarlier(name, limit, before = this.#store.pages.get(name).messages[0].id) {
    return get(`/api/chat/rooms/${encodeURIComponent(name)}/messages?before=${before}&limit=${limit}`);
  }

  #clicked({ delete: id, retry, discard }) {
    if (retry) {
      this.#outbox.retry(retry);
    } else if (discard) {
      this.#outbox.discard(discard);
    } else if (id) {
      const message = this.#store.pages.get(this.#store.open)?.messages.find(known => known.id === Number(id));
      deletion.dataset.id = id;
      byId("delete-text").textContent = message?.text || (message?.file ? nameOf(message.file) : "");
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
