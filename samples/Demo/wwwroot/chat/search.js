import { get } from "./api.js";
import { shortly } from "./dates.js";
import { avatar, byId, make, show } from "./elements.js";

const field = byId("search-text");
const results = byId("results");
const list = byId("result-list");
const note = byId("results-note");
const pause = 200;

/** Searches while one types, and shows what was found instead of the conversations. */
export function prepareSearch(store, open) {
  let timer;
  let run = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, field.value.trim() ? pause : 0);
  });
  byId("search").addEventListener("submit", event => {
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  field.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      field.value = "";
      search();
    }
  });
  list.addEventListener("click", event => {
    const entry = event.target.closest("button")?.closest("li");
    if (entry) {
      open(entry.dataset.room, Number(entry.dataset.key));
    }
  });

  async function search() {
    const words = field.value.trim();
    const own = ++run;
    results.hidden = !words;
    byId("room-nav").hidden = Boolean(words);
    if (!words) {
      list.replaceChildren();
      return;
    }

    try {
      const { messages, more } = await get(`/api/chat/search?q=${encodeURIComponent(words)}`);
      if (own === run) {
        note.textContent = messages.length === 0 ? "Nothing found." : `${messages.length}${more ? "+" : ""} found`;
        show(list, messages.map(message => ({ key: String(message.id), stamp: JSON.stringify([message.version, words]), make: () => entry(store, message, words) })), field);
      }
    } catch (error) {
      if (own === run) {
        note.textContent = error.message;
        list.replaceChildren();
      }
    }
  }
}

function entry(store, message, words) {
  const room = store.rooms.get(message.room);
  const title = room ? store.titleOf(room) : message.senderName;
  const button = make(
    "button", "", avatar(make("span", "avatar"), title), make("span", "title", title), " ", make("span", "at", shortly(message.sentAt)), " ",
    make("span", "line", `${message.sender === store.me.id ? "You" : message.senderName}: `, ...highlighted(message.text, words)));
  button.querySelector(".avatar").setAttribute("aria-hidden", "true");
  button.type = "button";
  const element = make("li", "", button);
  element.dataset.room = message.room;
  return element;
}

// The server ignores accents; what differs by them is found, and not marked.
function highlighted(text, words) {
  const parts = words.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (parts.length === 0) {
    return [text];
  }

  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${parts.join("|")})`, "giu");
  return text.split(pattern).map((part, index) => (index % 2 === 1 ? make("mark", "", part) : part));
}
