import { Refusal, post, put, temporaryId, wait } from "./api.js";
import { byId, make, size, toast } from "./elements.js";

const file = byId("file");
const maxSize = 20 * 1024 * 1024;
const pause = 1500;

/** Files on their way: in chunks, each acknowledged when it is on the server's disk, so that a break costs one chunk. */
export class Uploads extends EventTarget {
  #store;
  #outbox;
  #items = [];

  constructor(store, outbox, socket) {
    super();
    this.#store = store;
    this.#outbox = outbox;
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
    socket.on("upload_expired", ({ temporaryId: id }) => this.#items.find(item => item.temporaryId === id)?.cancel());
    addEventListener("beforeunload", event => {
      if (this.#items.length > 0) {
        event.preventDefault(); // the browser asks: a file, unlike a message, does not outlive the page
      }
    });
  }

  of(room) {
    return this.#items.filter(item => item.room === room).map(item => ({ entry: entryOf(item) }));
  }

  async #begin(blob) {
    if (blob.size === 0 || blob.size > maxSize) {
      toast(blob.size === 0 ? "This file is empty." : `A file has at most 20 MB; this one has ${size(blob.size)}.`);
      return;
    }

    const item = { room: this.#store.open, temporaryId: temporaryId(), blob, sent: 0, cancelled: false };
    item.cancel = () => {
      item.cancelled = true;
      this.#remove(item.temporaryId);
    };
    this.#items.push(item);
    this.#changed();
    try {
      const stored = await this.#send(item);
      if (stored) {
        this.#outbox.add(item.room, "", { id: stored.id, name: stored.name, size: stored.size });
      }
    } catch (error) {
      toast(`${blob.name} was not sent: ${error.message}`);
    }

    this.#remove(item.temporaryId);
  }

  async #send(item) {
    const { room, blob } = item;
    let upload;
    while (!item.cancelled) {
      try {
        upload ??= await post(`/api/chat/rooms/${encodeURIComponent(room)}/files`, {
          temporaryId: item.temporaryId, name: blob.name, type: blob.type, size: blob.size,
        });
        while (!upload.ready && !item.cancelled) {
          const chunk = blob.slice(upload.received, upload.received + upload.chunkSize);
          upload = await put(`/api/chat/files/${upload.id}?offset=${upload.received}`, chunk);
          item.sent = upload.received;
          this.#changed();
        }

        return item.cancelled ? null : upload;
      } catch (error) {
        if (error instanceof Refusal && !error.mayPass && !["other_offset", "busy"].includes(error.code)) {
          throw error;
        }

        upload = null; // the server is asked anew how much it has
        await wait(error.retryAfter || pause);
      }
    }

    return null;
  }

  #remove(id) {
    this.#items = this.#items.filter(item => item.temporaryId !== id);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function entryOf(item) {
  const share = Math.round((item.sent / item.blob.size) * 100);
  return {
    key: `upload ${item.temporaryId}`,
    stamp: String(share),
    make() {
      const bar = make("progress", "");
      bar.max = 100;
      bar.value = share;
      bar.setAttribute("aria-label", `Uploading ${item.blob.name}`);
      const cancel = make("button", "quiet slim", "Cancel");
      cancel.type = "button";
      cancel.setAttribute("aria-label", `Cancel ${item.blob.name}`);
      cancel.addEventListener("click", item.cancel);
      const bubble = make(
        "div", "bubble", make("p", "file", make("b", "", item.blob.name), make("span", "note", size(item.blob.size))), bar,
        make("p", "foot-line", `${share} %`));
      const element = make("li", "message mine waiting uploading", bubble, cancel);
      element.dataset.state = "uploading";
      return element;
    },
  };
}
