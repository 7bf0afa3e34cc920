const patience = 30_000;

/** What handlers write down, by topic, for the test to read over HTTP. */
export class Journal {
  #topics = new Map();
  #readers = new Set();

  write(topic, entry) {
    const entries = this.#topics.get(topic) ?? [];
    this.#topics.set(topic, entries);
    entries.push(entry);
    for (const reader of this.#readers) {
      reader();
    }
  }

  /** The entries of a topic once there are so many, or what there is after a while. */
  read(topic, count) {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#readers.delete(look);
        resolve(this.#topics.get(topic) ?? []);
      };
      const look = () => (this.#topics.get(topic)?.length ?? 0) >= count && finish();
      const timer = setTimeout(finish, patience);
      this.#readers.add(look);
      look();
    });
  }
}

/** What handlers wait for; once given, a signal stays given. */
export class Signals {
  #signals = new Map();

  given(name) {
    return this.#signal(name).promise;
  }

  give(name) {
    this.#signal(name).resolve();
  }

  #signal(name) {
    let signal = this.#signals.get(name);
    if (signal === undefined) {
      signal = {};
      signal.promise = new Promise((resolve) => (signal.resolve = resolve));
      this.#signals.set(name, signal);
    }

    return signal;
  }
}
