import { make, nameOf, size } from "./elements.js";

/** Makes the entry of a file that is on its way: how far it is, or why it was not sent. */
export function uploadEntry(item) {
  const share = Math.round((item.sent / item.blob.size) * 100);
  return {
    key: `upload ${item.temporaryId}`,
    stamp: JSON.stringify([share, item.isWaiting, item.problem]),
    make: () => (item.problem ? failed(item) : underWay(item, share)),
  };
}

function underWay(item, share) {
  const bar = make("progress", "");
  bar.max = 100;
  bar.value = share;
  bar.setAttribute("aria-label", `Uploading ${nameOf(item.blob)}`);
  const foot = item.isWaiting ? `${share} % · goes on when the server can be reached` : `${share} %`;
  return element("uploading", make("div", "bubble", name(item), bar, make("p", "foot-line", foot)), button("cancel", "Cancel", item, item.cancel));
}

function failed(item) {
  return element(
    "failed", make("div", "bubble", name(item), make("p", "foot-line", `Not sent: ${item.problem}`)),
    button("retry", "Try again", item, item.retry), button("discard", "Discard", item, item.cancel));
}

function element(state, ...content) {
  const made = make("li", `message mine waiting ${state}`, ...content);
  made.dataset.state = state;
  return made;
}

function name({ blob }) {
  return make("p", "file", make("b", "", nameOf(blob)), make("span", "note", size(blob.size)));
}

function button(className, words, item, act) {
  const made = make("button", `quiet slim ${className}`, words);
  made.type = "button";
  made.setAttribute("aria-label", `${words} ${nameOf(item.blob)}`);
  made.addEventListener("click", act);
  return made;
}
