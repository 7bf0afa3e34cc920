/** Makes an element: properties and attributes, then children, which are text or elements. Nothing is ever read as HTML. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "list") {
      made[name] = value;
    } else if (value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }

  made.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

/**
 * Shows items as the children of a list. A child whose item has not changed stays as it is, and the focus stays where it was: on the
 * control of the same data-focus, or on the fallback where its item has gone.
 */
export function showList(list, items, { key, render, fallback }) {
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  const heldKey = held?.closest("[data-key]")?.dataset.key;
  const heldFocus = held?.dataset.focus;
  const present = new Map([...list.children].map(child => [child.dataset.key, child]));

  const children = items.map(item => {
    const id = String(key(item));
    const text = JSON.stringify(item);
    const old = present.get(id);
    if (old?.shown === text) {
      return old;
    }

    const fresh = render(item);
    fresh.dataset.key = id;
    fresh.shown = text;
    return fresh;
  });

  if (children.length !== list.children.length || children.some((child, index) => child !== list.children[index])) {
    list.replaceChildren(...children);
    if (held && !held.isConnected) {
      const child = children.find(other => other.dataset.key === heldKey);
      (child?.querySelector(`[data-focus="${heldFocus}"]`) ?? fallback)?.focus();
    } else if (held && document.activeElement !== held) {
      held.focus();
    }
  }
}

/** Shows a text in a live region; the same words twice are not announced twice. */
export function say(region, text, state = "") {
  region.dataset.state = state;
  region.hidden = !text;
  if (region.textContent !== text) {
    region.textContent = text;
  }
}
