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

/**
 * Makes a list's children those of the entries ({ key, stamp, make }), in their order. An element stays as it is while its stamp does. The focus
 * stays where it was, also where its element is moved or made anew; where it has gone, the fallback gets it.
 */
export function show(list, entries, fallback) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const focusedKey = focused?.closest("[data-key]")?.dataset.key;
  const known = new Map(Array.from(list.children, child => [child.dataset.key, child]));
  let place = list.firstElementChild;
  for (const { key, stamp, make: makeElement } of entries) {
    let element = known.get(key);
    known.delete(key);
    if (element?.dataset.stamp !== stamp) {
      const fresh = makeElement();
      fresh.dataset.key = key;
      fresh.dataset.stamp = stamp;
      if (element && place === element) {
        place = fresh;
      }

      element?.replaceWith(fresh);
      element = fresh;
    }

    if (place === element) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(element, place);
    }
  }

  for (const rest of known.values()) {
    rest.remove();
  }

  if (focused && document.activeElement !== focused) {
    const alike = list.querySelector(`[data-key="${CSS.escape(focusedKey)}"]`)?.getElementsByTagName(focused.tagName) ?? [];
    const next = focused.isConnected ? focused : Array.from(alike).find(other => other.className === focused.className) ?? fallback;
    next?.focus({ preventScroll: true });
  }
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
