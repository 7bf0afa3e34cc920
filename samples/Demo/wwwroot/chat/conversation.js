const mostUnread = 100;

/**
 * One conversation. What is told of it comes by event and by answer, and an answer may be older than an event that came before it:
 * whatever is newer stays.
 */
export class Conversation {
  last = null;
  members = [];

  /** Up to where its messages have been on this screen; the server may not know it yet. */
  seen = 0;

  #me;
  #counted = { upTo: 0, count: 0, version: 0 }; // what the server has counted as unread, up to a message
  #news = new Set(); // what others have written after that one
  #gone = new Map(); // what was deleted since, with its version

  constructor(view, me, version) {
    this.#me = me;
    this.take(view, version);
  }

  /** Takes what the server says it is like; where that is a part of a whole, the whole has a version. */
  take({ last, unread, members, ...rest }, version) {
    Object.assign(this, rest);
    const known = new Map(this.members.map(member => [member.id, member]));
    this.members = members.map(member => further(member, known.get(member.id)));
    if (last && isNewer(last, this.last)) {
      this.last = last;
    }

    const upTo = last?.id ?? 0;
    if (upTo >= this.#counted.upTo) {
      this.#counted = { upTo, count: unread, version: version ?? 0 };
      this.#forget(this.#news, id => id <= upTo);
      this.#forget(this.#gone, id => id <= upTo && !(version < this.#gone.get(id)));
    }
  }

  /** Takes a message, new or changed. */
  put(message) {
    const { id, sender, deletedAt, version } = message;
    if (isNewer(message, this.last)) {
      this.last = message;
    }

    if (sender !== this.#me && deletedAt && version > this.#counted.version) {
      this.#gone.set(id, version);
    } else if (sender !== this.#me && !deletedAt && id > this.#counted.upTo) {
      this.#news.add(id);
    }

    this.mark(sender, { delivered: id, read: id }); // who writes has read what is above
  }

  /** Takes up to where a member has got and read; marks only move forwards. */
  mark(account, marks) {
    this.members = this.members.map(member => (member.id === account ? further(member, marks) : member));
  }

  drop(account) {
    this.members = this.members.filter(member => member.id !== account);
  }

  get mine() {
    return this.members.find(member => member.id === this.#me);
  }

  get others() {
    return this.members.filter(member => member.id !== this.#me);
  }

  /** Up to which message all the others have got, and read. */
  get reached() {
    const { others } = this;
    const least = mark => (others.length === 0 ? 0 : Math.min(...others.map(member => member[mark])));
    return { delivered: least("delivered"), read: least("read") };
  }

  /** How many messages of others nobody of this account has seen; 100 stands for that many or more. */
  get unread() {
    const read = Math.max(this.mine?.read ?? 0, this.seen);
    const { upTo, count } = this.#counted;
    const isSeen = id => id <= read;
    this.#forget(this.#news, isSeen);
    this.#forget(this.#gone, isSeen);
    const gone = [...this.#gone.keys()];
    const old = read >= upTo ? 0 : Math.max(0, count - gone.filter(id => id <= upTo).length);
    return Math.min(mostUnread, old + [...this.#news].filter(id => !this.#gone.has(id)).length);
  }

  #forget(ids, which) {
    for (const id of [...ids.keys()].filter(which)) {
      ids.delete(id);
    }
  }
}

/** Whether a message is later than another, or a later state of the same one. */
export function isNewer(message, known) {
  return !known || message.id > known.id || (message.id === known.id && message.version >= known.version);
}

function further(member, marks) {
  return marks ? { ...member, delivered: Math.max(member.delivered, marks.delivered), read: Math.max(member.read, marks.read) } : member;
}
