import { timeOf } from "./dates.js";

export { shortly } from "./dates.js";

export const byId = id => document.getElementById(id);

/** Makes an element with a class and a text, or with children. */
export function make(name, className, ...content) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...content);
  return element;
}

// What each list shows: its entries, and their elements in the same order.
const shown = new WeakMap();

/**
 * Makes a list's children those of the entries ({ key, stamp, make }), in their order. An element stays as it is while its stamp does, and is not even looked
 * at where nothing has come, gone or moved around it. The focus stays where it was, also where its element is moved or made anew; where it has gone, the
 * fallback gets it. A list that is shown so is changed by nobody else.
 */
export function show(list, entries, fallback) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const focusedKey = focused?.closest("[data-key]")?.dataset.key;
  const known = shown.get(list) ?? { entries: [], elements: [] };
  const elements = [];
  const keep = (at, from) => (elements[at] = renewed(known.elements[from], known.entries[from], entries[at]));
  const most = Math.min(known.entries.length, entries.length);
  const isSame = (from, at) => known.entries[from].key === entries[at].key;

  let before = 0;
  for (; before < most && isSame(before, before); before++) {
    keep(before, before);
  }

  let [oldEnd, end] = [known.entries.length, entries.length];
  while (Math.min(oldEnd, end) > before && isSame(oldEnd - 1, end - 1)) {
    keep(--end, --oldEnd);
  }

  const left = new Map();
  for (let from = before; from < oldEnd; from++) {
    left.set(known.entries[from].key, from);
  }

  let place = before === 0 ? list.firstElementChild : elements[before - 1].nextElementSibling;
  for (let at = before; at < end; at++) {
    const from = left.get(entries[at].key);
    left.delete(entries[at].key);
    const isInPlace = from !== undefined && known.elements[from] === place;
    const element = from === undefined ? made(entries[at]) : keep(at, from);
    elements[at] = element;
    if (isInPlace) {
      place = element.nextElementSibling;
    } else {
      list.insertBefore(element, place);
    }
  }

  left.forEach(from => known.elements[from].remove());
  shown.set(list, { entries, elements });
  if (focused && document.activeElement !== focused) {
    const alike = list.querySelector(`[data-key="${CSS.escape(focusedKey)}"]`)?.getElementsByTagName(focused.tagName) ?? [];
    const next = focused.isConnected ? focused : Array.from(alike).find(other => other.className === focused.className) ?? fallback;
    next?.focus({ preventScroll: true });
  }
}

function renewed(element, known, entry) {
  if (known.stamp === entry.stamp) {
    return element;
  }

  const fresh = made(entry);
  element.replaceWith(fresh);
  return fresh;
}

function made({ key, make: makeElement }) {
  const element = makeElement();
  element.dataset.key = key;
  return element;
}

const letters = new Intl.Segmenter();
const firstLetter = word => letters.segment(word).containing(0)?.segment ?? "";

/** Fills in an avatar: initials on a colour of its own. */
export function avatar(element, name) {
  const words = name.replace(/^Dr\.\s+/u, "").split(/\s+/u);
  element.textContent = [words[0], words.length > 1 ? words.at(-1) : ""].map(firstLetter).join("").toUpperCase();
  element.dataset.hue = String(Array.from(name).reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)) % 997, 7) % 6);
  return element;
}

export function time(at) {
  const element = make("time", "", timeOf(at));
  element.dateTime = new Date(at).toISOString();
  return element;
}

/** Shows a sentence for some seconds. */
export function toast(text) {
  const element = make("p", "", text);
  byId("toasts").append(element);
  setTimeout(() => element.remove(), 6000);
}

/** A file's name as it is: without the characters that would turn the letters round and hide what it ends in. */
export const nameOf = file => file.name.replace(/[\u202a-\u202e\u2066-\u2069]/gu, "");

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
