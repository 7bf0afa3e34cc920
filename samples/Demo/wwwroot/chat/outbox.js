import { post, Refusal, temporaryId } from "./api.js";

const answerWithin = 4000;
const patience = 2000;

/**
 * What was written and is not stored yet. It is kept by the browser until the server has acknowledged it, so that neither a broken line nor a
 * closed tab loses it; since the server stores each temporary id once, it may be sent as often as it takes.
 */
export class Outbox extends EventTarget {
  #prefix;
  #socket;
  #stored;
  #items;
  #running = false;

  /** @param stored is given each message that the server has stored. */
  constructor(account, socket, stored) {
    super();
    this.#prefix = `chat-outbox:${account}:`;
    this.#socket = socket;
    this.#stored = stored;
    this.#items = this.#read();
  }

  of(room) {
    return this.#items.filter(item => item.room === room);
  }

  add(room, text, file) {
    const item = { room, text, file, temporaryId: temporaryId(), at: Date.now() };
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
    this.#items = this.#items.filter(item => item.temporaryId !== id);
    forget(this.#prefix + id);
    this.#changed();
  }

  retry(id) {
    const item = this.#items.find(known => known.temporaryId === id);
    if (item) {
      delete item.problem;
      this.#changed();
      this.flush();
    }
  }

  /** Sends what waits, one after the other, so that it arrives in the order in which it was written. */
  async flush() {
    if (this.#running) {
      return;
    }

    this.#running = true;
    try {
      for (let item = this.#next(); item && this.#socket.connected; item = this.#next()) {
        await this.#send(item);
      }
    } finally {
      this.#running = false;
    }
  }

  #next() {
    return this.#items.find(item => !item.problem);
  }

  async #send(item) {
    try {
      const message = await this.#ask(item);
      this.#stored(message);
      this.settle(item.temporaryId);
    } catch (error) {
      if (error instanceof Refusal && error.status < 500 && error.code !== "rate_limited") {
        item.problem = error.message;
        this.#changed();
      } else {
        await new Promise(resolve => setTimeout(resolve, error.retryAfter || patience));
      }
    }
  }

  // By event; where no answer comes, by request, since some networks let only those through.
  async #ask({ room, text, file, temporaryId: id }) {
    const message = { room, temporaryId: id, text, fileId: file?.id };
    let answer;
    try {
      answer = await this.#socket.timeout(answerWithin).emitWithAck("sendMessage", message);
    } catch {
      return await post(`/api/chat/rooms/${encodeURIComponent(room)}/messages`, message);
    }

    if (answer.error) {
      throw new Refusal(400, answer.error, answer.error.retryAfter);
    }

    return answer.message;
  }

  #read() {
    return Object.keys(localStorage).filter(key => key.startsWith(this.#prefix)).map(key => JSON.parse(localStorage.getItem(key)))
      .sort((one, other) => one.at - other.at);
  }

  #keep(item) {
    try {
      localStorage.setItem(this.#prefix + item.temporaryId, JSON.stringify(item));
    } catch {
      console.info("This browser keeps nothing: what is not sent when the page is closed is lost.");
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function forget(key) {
  localStorage.removeItem(key);
}
