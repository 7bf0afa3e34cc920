import { post, remove, temporaryId } from "./api.js";
import { block, openContacts } from "./contacts-view.js";
import { byId, make, toast } from "./elements.js";
import { action, person, row } from "./people.js";

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
    contacts.scrollTop = 0; // it may have been left somewhere else
  });
  contacts.addEventListener("change", adapt);

  byId("to-contacts").addEventListener("click", () => {
    newDialog.close();
    openContacts();
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

  function showContacts() {
    contacts.replaceChildren(...store.contacts.sorted.map(contact => {
      const box = make("input", "");
      box.type = "checkbox";
      box.value = contact.id;
      return make("li", "", make("label", "", box, person(contact)));
    }));
    byId("no-contacts").hidden = store.contacts.known.size > 0;
    submit.hidden = store.contacts.known.size === 0;
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
    byId("member-list").scrollTop = 0;
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
    byId("member-list").replaceChildren(...room.members.map(member => row(person(member, member.id === store.me.id ? "you" : ""), ...actionsOn(member))));
    const others = store.contacts.sorted.filter(contact => !members.has(contact.id));
    select.replaceChildren(...others.map(contact => new Option(contact.name, contact.id)));
    byId("member-form").hidden = room.kind !== "group" || others.length === 0;
    byId("leave").hidden = room.kind !== "group";
  }

  function actionsOn(member) {
    return member.id === store.me.id || store.contacts.blocked.has(member.id) ? [] : [action("Block", member.name, "quiet", async () => {
      await block(member);
      show();
    })];
  }
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
