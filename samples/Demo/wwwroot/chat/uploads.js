import { isLeft } from "/accounts/session.js";
import { insist, Refusal, post, put, remove, temporaryId, wait } from "./api.js";
import { byId, nameOf, size, toast } from "./elements.js";
import { uploadEntry } from "./upload-view.js";

const file = byId("file");
const maxSize = 20 * 1024 * 1024;
const pause = 1500;

/** Files on their way: in chunks, each acknowledged when it is on the server's disk, so that a break costs one chunk. */
export class Uploads extends EventTarget {
  #store;
  #outbox;
  #storage;
  #items = [];

  constructor(store, outbox, storage) {
    super();
    this.#store = store;
    this.#outbox = outbox;
    this.#storage = storage;
    byId("attach").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      if (file.files[0]) {
        this.#begin(file.files[0]);
      }

      file.value = "";
    });
    byId("text").addEventListener("paste", event => {
      const [pasted] = event.clipboardData.files;
      if (pasted) {
        event.preventDefault();
        this.#begin(pasted);
      }
    });
    addEventListener("beforeunload", event => {
      if (this.#items.length > 0 && !isLeft()) {
        event.preventDefault(); // the browser asks: a file, unlike a message, does not outlive the page
      }
    });
    addEventListener("pagehide", event => {
      if (!event.persisted) {
        for (const { id } of this.#items.filter(item => item.id)) {
          fetch(`/api/chat/files/${id}`, { method: "DELETE", keepalive: true }); // nobody can go on with it, and its place is free at once
        }
      }
    });
  }

  /** How many are on their way. */
  get count() {
    return this.#items.length;
  }

  of(room) {
    return this.#items.filter(item => item.room === room).map(item => ({ entry: uploadEntry(item) }));
  }

  async #begin(blob) {
    if (blob.size === 0 || blob.size > maxSize) {
      toast(blob.size === 0 ? "This file is empty." : `A file has at most 20 MB; this one has ${size(blob.size)}.`);
      return;
    }

    const item = { room: this.#store.open, temporaryId: temporaryId(), blob, sent: 0, isWaiting: false, problem: null, cancelled: false };
    item.cancel = () => this.#cancel(item);
    item.retry = () => this.#run(item);
    this.#items.push(item);
    await this.#run(item);
  }

  async #run(item) {
    item.problem = null;
    this.#changed();
    try {
      const stored = await this.#send(item);
      if (stored) {
        this.#outbox.add(item.room, "", { id: stored.id, name: stored.name, size: stored.size });
      }

      this.#remove(item.temporaryId);
    } catch (error) {
      if (mayLaterBeTaken(error)) {
        item.problem = error.message;
        this.#changed();
      } else {
        toast(`${nameOf(item.blob)} was not sent: ${error.message}`);
        this.#remove(item.temporaryId);
      }
    }

    this.#storage.show();
  }

  async #send(item) {
    const { room, blob } = item;
    let upload;
    while (!item.cancelled) {
      try {
        upload ??= await this.#open(item, room, blob);
        while (!upload.ready && !item.cancelled) {
          const chunk = blob.slice(upload.received, upload.received + upload.chunkSize);
          upload = await put(`/api/chat/files/${upload.id}?offset=${upload.received}`, chunk);
          this.#advance(item, upload);
        }

        return item.cancelled ? null : upload;
      } catch (error) {
        if (!item.cancelled && isFinal(error, upload)) {
          throw error;
        }

        upload = null; // the server is asked anew how much it has
        item.isWaiting = !(error instanceof Refusal) || error.status >= 500;
        this.#changed();
        await wait(error.retryAfter || pause);
      }
    }

    return null;
  }

  async #open(item, room, blob) {
    const upload = await post(`/api/chat/rooms/${encodeURIComponent(room)}/files`, {
      temporaryId: item.temporaryId, name: blob.name, type: blob.type, size: blob.size,
    });
    item.id = upload.id;
    this.#advance(item, upload);
    if (item.cancelled) {
      this.#giveBack(item.id);
    }

    return upload;
  }

  #advance(item, upload) {
    item.sent = upload.received;
    item.isWaiting = false;
    this.#changed();
  }

  // The server stops the chunk that is on its way, and has the place free for another at once.
  #cancel(item) {
    item.cancelled = true;
    this.#remove(item.temporaryId);
    if (item.id) {
      this.#giveBack(item.id);
    }
  }

  async #giveBack(id) {
    try {
      await insist(() => remove(`/api/chat/files/${id}`));
    } catch (error) {
      console.info(`An upload that was cancelled had ended already: ${error.message}`);
    }

    this.#storage.show();
  }

  #remove(id) {
    this.#items = this.#items.filter(item => item.temporaryId !== id);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

// There may be room another time: what is there is kept, to be tried again.
function mayLaterBeTaken({ code }) {
  return ["quota_met", "storage_full", "too_many_uploads"].includes(code);
}

// What nothing is gained by asking again. An upload that the server has forgotten begins anew.
function isFinal(error, upload) {
  return error instanceof Refusal && (mayLaterBeTaken(error)
    || (!error.mayPass && !["other_offset", "busy"].includes(error.code) && !(upload && error.code === "not_found")));
}
