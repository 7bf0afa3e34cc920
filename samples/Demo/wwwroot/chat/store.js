/**
 * What the page knows. Views listen for "change".
 * Messages come in any order and more than once: by event, by answer, by history; each is put where it belongs.
 */
export class Store extends EventTarget {
  me;
  version = 0;
  contacts = new Map();
  rooms = new Map();
  pages = new Map();
  presence = new Map();
  open = null;

  constructor(me) {
    super();
    this.me = me;
  }

  /** Takes the state the server gave: who is known, which conversations there are, up to where they were read. */
  begin({ contacts, rooms }) {
    this.contacts = new Map(contacts.map(contact => [contact.id, contact]));
    this.rooms = new Map(rooms.map(room => [room.name, room]));
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
    const user = room.kind === "direct" ? this.presence.get(this.others(room)[0]?.id) : undefined;
    return !user ? "" : !user.online ? "offline" : user.state === "away" ? "away" : "online";
  }

  lastSeenIn(room) {
    return this.presence.get(this.others(room)[0]?.id)?.lastSeen;
  }

  addContact(contact) {
    this.contacts.set(contact.id, contact);
    this.#changed();
  }

  setRoom(room) {
    this.rooms.set(room.name, room);
    this.#changed();
  }

  dropRoom(name) {
    this.rooms.delete(name);
    this.pages.delete(name);
    this.#changed();
  }

  dropMember(name, account) {
    const room = this.rooms.get(name);
    if (room) {
      room.members = room.members.filter(member => member.id !== account);
      this.#changed();
    }
  }

  /** Takes a message, new or changed. */
  put(message) {
    const page = this.pages.get(message.room);
    if (page) {
      const index = page.messages.findIndex(known => known.id >= message.id);
      if (index < 0) {
        page.messages.push(message);
      } else if (page.messages[index].id !== message.id) {
        page.messages.splice(index, 0, message);
      } else if (page.messages[index].version <= message.version) {
        page.messages[index] = message;
      }
    }

    const room = this.rooms.get(message.room);
    if (room) {
      this.#count(room, message);
      this.mark({ room: room.name, account: message.sender, delivered: message.id, read: message.id }); // who writes has read what is above
    }

    this.#changed();
  }

  /** Takes the last page of a conversation, or one before what is known. */
  putPage(name, { messages, more }) {
    const known = this.pages.get(name)?.messages ?? [];
    const first = known[0]?.id ?? Infinity;
    const fresh = new Map(messages.map(message => [message.id, message]));
    const rest = known.filter(message => !fresh.has(message.id));
    const all = [...messages, ...rest].sort((one, other) => one.id - other.id);
    const isOlder = messages.length === 0 || messages[0].id < first;
    this.pages.set(name, { messages: all, more: isOlder ? more : this.pages.get(name)?.more ?? more });
    this.#changed();
  }

  /** Takes up to where a member has got and read. */
  mark({ room: name, account, delivered, read }) {
    const room = this.rooms.get(name);
    const member = room?.members.find(known => known.id === account);
    if (!member) {
      return;
    }

    member.delivered = Math.max(member.delivered, delivered);
    member.read = Math.max(member.read, read);
    if (account === this.me.id && member.read >= (room.last?.id ?? 0)) {
      room.unread = 0;
    }

    this.#changed();
  }

  myMarks(room) {
    return room.members.find(member => member.id === this.me.id);
  }

  titleOf(room) {
    return room.title ?? this.others(room).map(member => member.name).join(", ");
  }

  others(room) {
    return room.members.filter(member => member.id !== this.me.id);
  }

  /** "sent", "delivered" or "read": what holds for all the others. */
  stateOf(message) {
    const room = this.rooms.get(message.room);
    const others = room ? this.others(room) : [];
    return others.length > 0 && others.every(member => member.read >= message.id) ? "read"
      : others.length > 0 && others.every(member => member.delivered >= message.id) ? "delivered"
      : "sent";
  }

  /** Conversations, the liveliest first. */
  sortedRooms() {
    return [...this.rooms.values()].sort((one, other) => (other.last?.sentAt ?? Infinity) - (one.last?.sentAt ?? Infinity));
  }

  #count(room, message) {
    if (message.id < (room.last?.id ?? 0)) {
      return;
    }

    const isNew = message.id > (room.last?.id ?? 0);
    room.last = message;
    if (!isNew) {
      return;
    }

    if (message.sender === this.me.id) {
      room.unread = 0;
    } else if (message.id > this.myMarks(room).read) {
      room.unread++;
    }
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
