import { get } from "./api.js";
import { byId, size } from "./elements.js";

const note = byId("storage");

/** Shows how much the account has of files, and keeps that up to date. */
export class Storage {
  #run = 0;

  constructor(store, socket) {
    const mine = message => message.sender === store.me.id;
    socket.on("connect", () => this.show());
    socket.on("newMessage", message => message.file && mine(message) && this.show());
    socket.on("message_deleted", message => mine(message) && this.show());
    socket.on("upload_expired", () => this.show());
  }

  async show() {
    const run = ++this.#run;
    try {
      const { files, bytes, mostFiles, mostBytes } = await get("/api/chat/files");
      if (run === this.#run) {
        note.hidden = files === 0;
        note.textContent = `Your files: ${files} of ${mostFiles}, ${size(bytes)} of ${size(mostBytes)}`;
      }
    } catch (error) {
      console.info(`How much there is of files is not known: ${error.message}`); // it is asked again when there is news
    }
  }
}
