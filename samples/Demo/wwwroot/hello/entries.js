const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** Puts an entry on top of a list, and drops those beyond the most the list keeps. */
export function addEntry(list, text, at, by = "", most = 50) {
  const entry = document.createElement("li");
  const what = document.createElement("span");
  what.textContent = text;

  const when = document.createElement("time");
  when.dateTime = at;
  when.textContent = clock.format(new Date(at));
  entry.append(what, when);
  if (by) {
    const who = document.createElement("small");
    who.textContent = by;
    what.after(who);
  }

  list.prepend(entry);
  while (list.children.length > most) {
    list.lastElementChild.remove();
  }
}
