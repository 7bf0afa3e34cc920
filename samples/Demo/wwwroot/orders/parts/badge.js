import { element } from "/shell/dom.js";

const looks = { completed: "good", running: "busy", retrying: "wait", "put off": "wait", waiting: "", dead: "bad", cancelled: "", closed: "good", open: "bad", "half-open": "wait" };

/** A word for a state, with its colour. */
export function badge(state) {
  return element("span", { className: "badge", "data-look": looks[state] ?? "" }, state);
}
