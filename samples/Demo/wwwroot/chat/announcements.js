import { byId, make, nameOf } from "./elements.js";

const region = byId("announcements");
const together = 500;
const mostInWords = 3;

/**
 * Tells screen readers what others have written, once, as it comes, wherever the focus is; and what could not be sent. The log itself is not
 * live: it would be read out whenever a conversation is opened or a mark changes.
 */
export function prepareAnnouncements(store, outbox, socket) {
  let waiting = [];
  let timer = null;
  socket.on("newMessage", message => message.sender !== store.me.id && add(sentence(message)));
  outbox.addEventListener("failed", event => add(`Not sent: ${event.problem}`));
  outbox.addEventListener("delayed", event => add(event.reason));

  function add(text) {
    waiting.push(text);
    timer ??= setTimeout(tell, together);
  }

  function tell() {
    const texts = waiting.length > mostInWords ? [`${waiting.length} new messages`] : waiting;
    waiting = [];
    timer = null;
    region.replaceChildren(...texts.map(text => make("p", "", text)));
  }

  function sentence({ room: name, senderName, text, file }) {
    const title = store.rooms.get(name)?.title;
    return `${senderName}${title && name !== store.open ? ` in ${title}` : ""}: ${text || (file ? `File ${nameOf(file)}` : "")}`;
  }
}
