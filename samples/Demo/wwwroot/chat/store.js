import { Contacts } from "./contacts.js";
import { Conversation, isNewer } from "./conversation.js";

/**
 * What the page knows. Views listen for "change".
 * Messages come in any order and more than once: by event, by answer, by history; each is put where it belongs.
 */
export class Store extends EventTarget {
  me;
  version = 0;
  contacts = new Contacts(() => this.#changed());
  rooms = new Map();
  pages = new Map();
  presence = new Map();
  open = null;

  constructor(me) {
    super();
    this.me = me;
  }

  /** Takes the state the server gave: who is known, which conversations there are, up to where they were read. */
  begin({ rooms, version, ...people }) {
    this.contacts.begin(people);
    const names = new Set(rooms.map(room => room.name));
    for (const name of [...this.rooms.keys()].filter(known => !names.has(known))) {
      this.dropRoom(name);
    }

    rooms.forEach(room => this.setRoom(room, version));
    this.#changed();
  }

  /** Takes who of the contacts is there: all of them in a snapshot, otherwise those who came, went or look away. */
  setPresence({ snapshot, users }) {
    if (snapshot) {
      this.presence.clear();
    }

    for (const user of users) {
      this.presence.set(user.userId, user);
    }

    this.#changed();
  }

  /** "online", "away", "offline", or "" for who may not be seen and for groups. */
  presenceIn(room) {
    const user = room.kind === "direct" && !room.closed ? this.presence.get(room.others[0]?.id) : undefined;
    return !user ? "" : !user.online ? "offline" : user.state === "away" ? "away" : "online";
  }

  lastSeenIn(room) {
    return this.presence.get(room.others[0]?.id)?.lastSeen;
  }

  /** Takes what a conversation is like; as part of the state, with the state's version. */
  setRoom(room, version) {
    const known = this.rooms.get(room.name);
    if (known) {
      known.take(room, version);
    } else {
      this.rooms.set(room.name, new Conversation(room, this.me.id, version));
    }

    this.#changed();
  }

  dropRoom(name) {
    this.rooms.delete(name);
    this.pages.delete(name);
    this.#changed();
  }

  dropMember(name, account) {
    this.rooms.get(name)?.drop(account);
    this.#changed();
  }

  /** Takes a message, new or changed. */
  put(message) {
    const page = this.pages.get(message.room);
    if (page && !(page.more && message.id < page.messages[0]?.id)) { // what is before the page comes with the page it belongs to
      const index = page.messages.findIndex(known => known.id >= message.id);
      if (index < 0) {
        page.messages.push(message);
      } else if (page.messages[index].id !== message.id) {
        page.messages.splice(index, 0, message);
      } else if (isNewer(message, page.messages[index])) {
        page.messages[index] = message;
      }
    }

    this.rooms.get(message.room)?.put(message);
    this.#changed();
  }

  /** Takes the last page of a conversation, or one before what is known. */
  putPage(name, { messages, more }) {
    const known = this.pages.get(name)?.messages ?? [];
    const first = known[0]?.id ?? Infinity;
    const newest = new Map(known.map(message => [message.id, message]));
    for (const message of messages) {
      if (isNewer(message, newest.get(message.id))) {
        newest.set(message.id, message);
      }
    }

    const all = [...newest.values()].sort((one, other) => one.id - other.id);
    const isOlder = messages.length === 0 || messages[0].id < first;
    this.pages.set(name, { messages: all, more: isOlder ? more : this.pages.get(name)?.more ?? more });
    this.#changed();
  }

  /** Forgets the oldest messages of a conversation, where it has more than so many; they can be had again. */
  trim(name, most) {
    const page = this.pages.get(name);
    if (page && page.messages.length > most) {
      this.pages.set(name, { messages: page.messages.slice(-most), more: true });
    }
  }

  /** Takes up to where a member has got and read. */
  mark({ room, account, delivered, read }) {
    this.rooms.get(room)?.mark(account, { delivered, read });
    this.#changed();
  }

  /** Notes that all of a conversation is on the screen. */
  see(room) {
    room.seen = room.last.id;
    this.#changed();
  }

  titleOf(room) {
    return room.title ?? room.others.map(member => member.name).join(", ");
  }

  /** Conversations, the liveliest first. */
  sortedRooms() {
    return [...this.rooms.values()].sort((one, other) => (other.last?.sentAt ?? Infinity) - (one.last?.sentAt ?? Infinity));
  }

  // Many changes of one moment are shown once.
  #changed() {
    if (!this.#waiting) {
      this.#waiting = true;
      queueMicrotask(() => {
        this.#waiting = false;
        this.dispatchEvent(new Event("change"));
      });
    }
  }

  #waiting = false;
}
