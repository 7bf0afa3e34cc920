import { post, remove, temporaryId } from "./api.js";
import { avatar, byId, make, toast } from "./elements.js";

const newDialog = byId("new-dialog");
const detailsDialog = byId("details-dialog");

/** The dialogs that make conversations and show who is in them. */
export function prepareDialogs(store, open) {
  for (const button of document.querySelectorAll("dialog .close")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }

  prepareNew(store, open);
  prepareDetails(store);
}

function prepareNew(store, open) {
  const contacts = byId("contact-list");
  const submit = byId("group-submit");
  let groupId;
  byId("new").addEventListener("click", () => {
    groupId = temporaryId();
    clearProblems(newDialog);
    showContacts();
    newDialog.showModal();
  });
  contacts.addEventListener("change", adapt);

  onSubmit("contact-form", "contact-problem", async () => {
    const field = byId("contact-email");
    const contact = await post("/api/chat/contacts", { email: field.value });
    store.addContact(contact);
    field.value = "";
    showContacts(contact.id);
    contacts.querySelector(`[value="${contact.id}"]`).focus();
  });

  onSubmit("group-form", "group-problem", async () => {
    const members = chosen();
    if (members.length === 1) {
      await open({ contact: members[0] });
    } else {
      const room = await post("/api/chat/rooms", { title: byId("group-title").value, members, temporaryId: groupId });
      store.setRoom(room);
      await open({ room: room.name });
    }

    newDialog.close();
  });

  function showContacts(also) {
    const before = [...chosen(), also];
    contacts.replaceChildren(...[...store.contacts.values()].map(contact => {
      const box = make("input", "");
      box.type = "checkbox";
      box.value = contact.id;
      box.checked = before.includes(contact.id);
      return make("li", "", make("label", "", box, person(contact)));
    }));
    byId("no-contacts").hidden = store.contacts.size > 0;
    adapt();
  }

  function adapt() {
    const count = chosen().length;
    byId("group-fields").hidden = count < 2;
    submit.disabled = count === 0;
    submit.textContent = count < 2 ? "Start conversation" : "Make the group";
  }

  function chosen() {
    return Array.from(contacts.querySelectorAll(":checked"), box => box.value);
  }
}

function prepareDetails(store) {
  const select = byId("member-contact");
  byId("details").addEventListener("click", () => {
    clearProblems(detailsDialog);
    show();
    detailsDialog.showModal();
  });
  byId("leave").addEventListener("click", async () => {
    detailsDialog.close();
    try {
      await remove(`/api/chat/rooms/${encodeURIComponent(store.open)}/members/me`);
      store.dropRoom(store.open);
    } catch (error) {
      toast(error.message);
    }
  });
  onSubmit("member-form", "member-problem", async () => {
    store.setRoom(await post(`/api/chat/rooms/${encodeURIComponent(store.open)}/members`, { contact: select.value }));
    show();
  });

  function show() {
    const room = store.rooms.get(store.open);
    const members = new Set(room.members.map(member => member.id));
    byId("member-list").replaceChildren(...room.members.map(member => make("li", "", person(member))));
    const others = [...store.contacts.values()].filter(contact => !members.has(contact.id));
    select.replaceChildren(...others.map(contact => new Option(contact.name, contact.id)));
    byId("member-form").hidden = room.kind !== "group" || others.length === 0;
    byId("leave").hidden = room.kind !== "group";
  }
}

function person({ name, kind }) {
  const face = avatar(make("span", "avatar"), name);
  face.setAttribute("aria-hidden", "true");
  return make("span", "person", face, make("span", "", make("b", "", name), " ", make("span", "note", kind)));
}

function onSubmit(formId, problemId, submitted) {
  const problem = byId(problemId);
  byId(formId).addEventListener("submit", async event => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await submitted();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
}

function clearProblems(dialog) {
  for (const problem of dialog.querySelectorAll(".problem")) {
    problem.hidden = true;
  }
}
