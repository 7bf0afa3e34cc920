import { dayNumber, dayOf } from "./dates.js";
import { dayElement, messageElement } from "./message-view.js";

/**
 * The entries of a conversation's messages, with the days between them. Whoever asks again gets the same entry for each message that is and looks as it was:
 * what a change costs is what it changes, however many messages are shown.
 */
export class MessageEntries {
  #known = new WeakMap();
  #me;

  constructor(me) {
    this.#me = me;
  }

  of(room, messages) {
    const entries = [];
    const { reached } = room;
    const now = Date.now();
    const isGroup = room.kind === "group";
    let day = null;
    let previous = null;
    for (const message of messages) {
      const known = this.#known.get(message);
      const today = known?.day ?? dayNumber(message.sentAt);
      if (today !== day) {
        const words = dayOf(message.sentAt, now);
        day = today;
        previous = null;
        entries.push({ key: `day ${day} ${message.id}`, stamp: words, make: () => dayElement(words) });
      }

      const isMine = message.sender === this.#me;
      const state = !isMine ? "" : message.id <= reached.read ? "read" : message.id <= reached.delivered ? "delivered" : "sent";
      const showsSender = !isMine && isGroup && previous !== message.sender;
      previous = message.sender;
      if (known?.state === state && known.showsSender === showsSender) {
        entries.push(known.entry);
      } else {
        const look = { isMine, mayDelete: isMine || (isGroup && room.createdBy === this.#me), showsSender, state };
        const entry = { key: keyOf(message, this.#me), stamp: JSON.stringify([message.version, look]), make: () => messageElement(message, look) };
        this.#known.set(message, { day: today, state, showsSender, entry });
        entries.push(entry);
      }
    }

    return entries;
  }
}

/** The key of a message's entry: the stored message takes the place of the one that waited. */
export const keyOf = (message, me) => (message.sender === me ? `waiting ${message.temporaryId}` : `message ${message.id}`);
