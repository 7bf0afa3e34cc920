import { post, Refusal, remove } from "./api.js";
import { byId, make, shortly, show } from "./elements.js";
import { action, confirmed, person, row } from "./people.js";

const dialog = byId("contacts-dialog");
const field = byId("contact-email");
const problem = byId("contact-problem");
const asked = byId("contact-asked");
const contactsAt = "/api/chat/contacts";

/** Shows contacts, requests and whom one has blocked, and how many requests wait for an answer. */
export class ContactsView {
  #store;

  constructor(store) {
    this.#store = store;
    byId("contacts").addEventListener("click", openContacts);
    byId("contact-form").addEventListener("submit", event => {
      event.preventDefault();
      ask();
    });
    store.addEventListener("change", () => this.show());
    dialog.addEventListener("opened", () => this.show());
  }

  show() {
    const { contacts } = this.#store;
    const count = contacts.received.size;
    const badge = byId("contacts-badge");
    badge.hidden = count === 0;
    badge.replaceChildren(...(count === 0 ? [] : [String(count), make("span", "unseen", count === 1 ? " request" : " requests")]));
    if (!dialog.open) {
      return;
    }

    const had = dialog.contains(document.activeElement);
    section("received", [...contacts.received.values()], receivedRow);
    section("sent", [...contacts.sent.values()], sentRow);
    section("known", contacts.sorted, contactRow);
    section("blocked", [...contacts.blocked.values()], blockedRow);
    byId("known-none").hidden = contacts.known.size > 0;
    if (had && !dialog.contains(document.activeElement)) {
      (dialog.querySelector(".contacts button") ?? field).focus(); // what had the focus is done with
    }
  }
}

export function openContacts() {
  clear();
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
}

/** Blocks somebody, once that is what is wanted. */
export async function block({ id, name }) {
  const text = "They will not see whether you are here, and cannot write to you, ask you, or add you to groups. They are not told. "
    + "In groups that you are both in, you still read each other.";
  if (await confirmed(`Block ${name}?`, text, "Block")) {
    await post(`${contactsAt}/blocked`, { account: id });
  }
}

export const unblock = ({ id }) => remove(`${contactsAt}/blocked/${id}`);

export const accept = ({ id }) => post(`${contactsAt}/requests/${id}/accept`);

export const askAgain = ({ id }) => post(contactsAt, { account: id });

function clear() {
  problem.hidden = true;
  asked.hidden = true;
  field.removeAttribute("aria-invalid");
}

async function ask() {
  clear();
  try {
    const { detail } = await post(contactsAt, { email: field.value });
    asked.textContent = detail;
    asked.hidden = false;
    field.value = "";
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    if (error instanceof Refusal) {
      field.setAttribute("aria-invalid", "true");
    }
  }

  field.focus();
}

function section(name, entries, make) {
  byId(`${name}-section`).hidden = entries.length === 0 && name !== "known";
  show(byId(`${name}-list`), entries.map(entry => ({ key: entry.id, stamp: JSON.stringify(entry), make: () => make(entry) })));
}

function receivedRow({ from, email }) {
  return row(
    person(from, email),
    action("Accept", from.name, "", () => accept(from)),
    action("Decline", from.name, "quiet", () => post(`${contactsAt}/requests/${from.id}/decline`)),
    action("Block", from.name, "quiet", () => block(from)));
}

function sentRow({ id, email, name, sentAt }) {
  const whom = name ?? email;
  return row(
    make("span", "person", make("span", "who", make("b", "", whom), " ", make("span", "note", `Asked ${shortly(sentAt)}`))),
    action("Take back", `the request to ${whom}`, "quiet", () => remove(`${contactsAt}/requests/${id}`)));
}

function contactRow(contact) {
  return row(
    person(contact),
    action("Remove", contact.name, "quiet", async () => {
      const text = "Neither of you sees any more whether the other is here. Your conversation stays to be read; to write in it again, one of you has to ask the other.";
      if (await confirmed(`Remove ${contact.name} from your contacts?`, text, "Remove")) {
        await remove(`${contactsAt}/${contact.id}`);
      }
    }),
    action("Block", contact.name, "quiet", () => block(contact)));
}

function blockedRow(contact) {
  return row(person(contact), action("Unblock", contact.name, "quiet", () => unblock(contact)));
}
