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

/** Fills in an avatar: initials on a colour of its own. */
export function avatar(element, name) {
  const words = name.replace(/^Dr\.\s+/u, "").split(/\s+/u);
  element.textContent = [words[0], words.length > 1 ? words.at(-1) : ""].map(word => Array.from(word)[0] ?? "").join("").toUpperCase();
  element.dataset.hue = String(Array.from(name).reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)) % 997, 7) % 6);
  return element;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

export const timeOf = at => clock.format(at);

export function dayOf(at) {
  const ago = daysAgo(at);
  return ago === 0 ? "Today" : ago === 1 ? "Yesterday" : day.format(at);
}

/** The time of today, the date of another day. */
export const shortly = at => (daysAgo(at) === 0 ? clock.format(at) : date.format(at));

function daysAgo(at) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  return at >= midnight ? 0 : Math.ceil((midnight - at) / 86_400_000);
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

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
