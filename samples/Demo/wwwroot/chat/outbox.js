import { accepted, post, Refusal, temporaryId } from "./api.js";
import { kept } from "/shell/kept.js";

const answerWithin = 4000;
const shortestPause = 2000;
const longestPause = 15_000;
const leftToOthers = 10_000;

/**
 * What was written and is not stored yet. It is kept by the browser until the server has acknowledged it, so that neither a broken line nor a
 * closed tab loses it; since the server stores each temporary id once, it may be sent as often as it takes.
 * All tabs of an account know all that waits, in the order in which it was written, and each sends it in that order: whichever is first, none overtakes.
 */
export class Outbox extends EventTarget {
  #prefix;
  #socket;
  #stored;
  #items;
  #running = false;
  #delay = "";
  #pause = shortestPause;
  #wake = () => {};

  /** @param stored is given each message that the server has stored; the next is sent when it has taken that. */
  constructor(account, socket, stored) {
    super();
    this.#prefix = `chat-outbox:${account}:`;
    this.#socket = socket;
    this.#stored = stored;
    this.#items = this.#read();

    // Other tabs of this browser keep theirs at the same place: what is written in one of them waits in all, and what has left one waits in none.
    addEventListener("storage", event => {
      if (event.key?.startsWith(this.#prefix)) {
        this.#hear(event.key.slice(this.#prefix.length), event.newValue);
      }
    });
  }

  /** Why what waits is not sent yet; nothing where it is on its way. */
  get delay() {
    return this.#delay;
  }

  of(room) {
    return this.#items.filter(item => item.room === room);
  }

  add(room, text, file) {
    const at = Math.max(Date.now(), (this.#items.at(-1)?.at ?? 0) + 1); // they are sorted by it; clocks stand still, and go back
    const item = { room, text, file, temporaryId: temporaryId(), at };
    this.#items.push(item);
    this.#keep(item);
    this.#changed();
    this.flush();
  }

  /** The server has stored it, whoever says so. */
  settle(id) {
    if (this.#items.some(item => item.temporaryId === id)) {
      this.discard(id);
    }
  }

  discard(id) {
    kept("localStorage", storage => storage.removeItem(this.#prefix + id));
    this.#drop(id);
  }

  retry(id) {
    const item = this.#items.find(known => known.temporaryId === id);
    if (item) {
      delete item.problem;
      this.#changed();
      this.flush();
    }
  }

  /**
   * Sends what waits, one after the other, so that it is stored in the order in which it was written: on the line, too, the next waits for the
   * answer to the one before, which may have to be sent again.
   */
  async flush() {
    if (this.#running) {
      return;
    }

    this.#running = true;
    try {
      for (let item = this.#next(); item; item = this.#next()) {
        await this.#send(item);
      }
    } finally {
      this.#running = false;
    }
  }

  /** The line is back: what failed is sent now and not in a while. */
  wake() {
    this.#pause = shortestPause;
    this.#wake();
    this.flush();
  }

  #next() {
    return this.#items.find(item => !item.problem);
  }

  async #send(item) {
    try {
      const message = await this.#ask(item);
      this.#pause = shortestPause;
      this.#delayBy("");
      await this.#stored(message);
      this.settle(item.temporaryId);
    } catch (error) {
      if (error instanceof Refusal && !error.mayPass) {
        item.problem = error.message;
        this.#changed();
        this.dispatchEvent(Object.assign(new Event("failed"), { problem: error.message }));
      } else {
        this.#delayBy(error instanceof Refusal ? `Kept here and sent later: ${error.message}` : "Kept here, and sent when the server can be reached", error.isFull);
        await this.#rest(error.retryAfter);
      }
    }
  }

  // By event; where the line is away, or no answer comes, by request, since some networks let only those through.
  async #ask({ room, text, file, temporaryId: id }) {
    const message = { room, temporaryId: id, text, fileId: file?.id };
    if (this.#socket.connected) {
      let answer = null;
      try {
        answer = await this.#socket.timeout(answerWithin).emitWithAck("sendMessage", message);
      } catch (error) {
        console.info(`A message is sent by request: ${error.message}`);
      }

      if (answer) {
        return accepted(answer).message;
      }
    }

    return await post(`/api/chat/rooms/${encodeURIComponent(room)}/messages`, message);
  }

  // What the page says elsewhere, too, such as that the line is away, is not told.
  #delayBy(reason, isTold = false) {
    if (this.#delay !== reason) {
      this.#delay = reason;
      this.#changed();
      if (isTold) {
        this.dispatchEvent(Object.assign(new Event("delayed"), { reason }));
      }
    }
  }

  #rest(asked) {
    const time = asked || this.#pause;
    this.#pause = Math.min(2 * this.#pause, longestPause);
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, time);
    });
  }

  #read() {
    const items = [];
    kept("localStorage", storage => {
      for (const key of Object.keys(storage).filter(name => name.startsWith(this.#prefix))) {
        const item = parsed(storage.getItem(key));
        if (item) {
          items.push(item);
        } else {
          storage.removeItem(key);
        }
      }
    });
    return items.sort(byTime);
  }

  // The tab in which it was written sends it. That one may have been closed: what still waits after a while is sent from here.
  #hear(id, text) {
    const item = text === null ? null : parsed(text);
    if (!item) {
      this.#drop(id);
    } else if (!this.#items.some(known => known.temporaryId === id)) {
      this.#items.push(item);
      this.#items.sort(byTime);
      this.#changed();
      setTimeout(() => this.flush(), leftToOthers);
    }
  }

  #keep(item) {
    kept("localStorage", storage => storage.setItem(this.#prefix + item.temporaryId, JSON.stringify(item)));
  }

  #drop(id) {
    this.#items = this.#items.filter(item => item.temporaryId !== id);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function byTime(one, other) {
  return one.at - other.at || (one.temporaryId < other.temporaryId ? -1 : 1);
}

function parsed(text) {
  try {
    const item = JSON.parse(text);
    return typeof item?.temporaryId === "string" && typeof item.room === "string" ? item : null;
  } catch {
    return null; // not of this page
  }
}
