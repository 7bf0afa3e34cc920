import { toast } from "./elements.js";

/** Whom this account knows, who has asked it, whom it has asked, and whom it has blocked. What comes twice holds once. */
export class Contacts {
  known = new Map();
  received = new Map();
  sent = new Map();
  blocked = new Map();
  #changed;

  /** What the server tells of them, by event. */
  events = {
    contact_added: contact => this.#added(contact),
    contact_removed: id => this.known.delete(id),
    request_received: request => this.#received(request),
    request_sent: request => this.sent.set(request.id, request),
    request_ended: id => this.received.delete(id) || this.sent.delete(id),
    blocked: person => this.blocked.set(person.id, person),
    unblocked: id => this.blocked.delete(id),
  };

  /** @param changed is called after each change. */
  constructor(changed) {
    this.#changed = changed;
    for (const [name, take] of Object.entries(this.events)) {
      this.events[name] = argument => {
        take(argument);
        this.#changed();
      };
    }
  }

  /** Takes the state the server gave. */
  begin({ contacts, received, sent, blocked }) {
    this.known = byId(contacts);
    this.received = byId(received);
    this.sent = byId(sent);
    this.blocked = byId(blocked);
  }

  /** Those who are known, by name. */
  get sorted() {
    return [...this.known.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  #added(contact) {
    if (!this.known.has(contact.id)) {
      toast(`${contact.name} is now your contact.`);
    }

    this.known.set(contact.id, contact);
  }

  #received(request) {
    if (!this.received.has(request.id)) {
      toast(`${request.from.name} would like to be your contact.`);
    }

    this.received.set(request.id, request);
  }
}

const byId = entries => new Map(entries.map(entry => [entry.id, entry]));
