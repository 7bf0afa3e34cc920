import { countUnsent, logOut, unsentWords } from "/accounts/session.js";
import { accepted, actFor, get, insist, Refusal } from "./api.js";
import { putIntoAddress, roomInAddress } from "./address.js";
import { prepareAnnouncements } from "./announcements.js";
import { ClosedNotice } from "./closed-notice.js";
import { Composer } from "./composer.js";
import { Connection, makeSockets } from "./connection.js";
import { ContactsView } from "./contacts-view.js";
import { everyDay } from "./dates.js";
import { prepareDialogs } from "./dialogs.js";
import { avatar, byId, toast } from "./elements.js";
import { Outbox } from "./outbox.js";
import { confirmed } from "./people.js";
import { RoomView } from "./room-view.js";
import { RoomsView } from "./rooms-view.js";
import { prepareSearch } from "./search.js";
import { Storage } from "./storage.js";
import { Store } from "./store.js";
import { Uploads } from "./uploads.js";

let wanted = null; // what is to be opened, until the server has answered
const main = byId("main");
const status = byId("connection");
const loadsVisiblyAfter = 1500;
const answerWithin = 10_000;
setTimeout(() => status.dataset.state === "connecting" && show("loading", "Loading your conversations…"), loadsVisiblyAfter);
const me = await load("/api/account");
const store = new Store(me);
actFor(me.id);
const { chat, account } = makeSockets(me.id);
const outbox = new Outbox(me.id, chat, message => connection.take(message));
const connection = new Connection(chat, store, outbox);
const uploads = new Uploads(store, outbox, new Storage(store, chat));
const composer = new Composer(me.id, store, outbox, chat);
const view = new RoomView(store, outbox, uploads, chat);
new RoomsView(store, outbox, room => open({ room }));
prepareAnnouncements(store, outbox, chat);
everyDay(() => store.dispatchEvent(new Event("change")));
new ContactsView(store);
new ClosedNotice(store);
prepareDialogs(store, open);
prepareSearch(store, async (room, message) => {
  await open({ room });
  await view.find(message);
});

byId("my-name").textContent = me.name;
byId("my-kind").textContent = me.kind === "student" ? "Student" : "Psychiatrist";
avatar(byId("my-avatar"), me.name);
byId("log-out").addEventListener("click", async () => {
  const unsent = countUnsent(me.id) + uploads.count;
  if (unsent > 0 && !(await confirmed("Log out?", unsentWords(unsent), "Log out and delete"))) {
    return;
  }

  chat.disconnect();
  account.disconnect();
  try {
    await logOut(me.id);
  } catch (error) {
    toast(`You are still logged in: ${error.message}`);
    chat.connect();
  }
});
byId("back").addEventListener("click", close);
byId("room").addEventListener("keydown", event => {
  if (event.key === "Escape" && !event.isComposing) {
    close();
  }
});

// The open conversation is that of the address, and is in it: for reloads, the browser's way back, and whoever has to log in again.
addEventListener("popstate", () => roomInAddress() !== store.open && openAddress());
store.addEventListener("change", () => {
  if (store.open && !store.rooms.has(store.open)) {
    document.querySelectorAll("dialog[open]").forEach(dialog => dialog.close());
    close(); // one has left it, here or elsewhere
  }
});

const state = await load("/api/chat/state");
store.begin(state);
store.version = state.version;
showConnection();
openAddress();
chat.connect();
account.on("logged_in", () => toast("Your account has just been used to log in on another device."));

// Leaving says goodbye at once; coming back from the browser's cache connects again.
addEventListener("pagehide", () => chat.disconnect());
addEventListener("pageshow", event => {
  if (event.persisted) {
    chat.connect();
  }
});

// Opens { room } by its name or the conversation with a { contact }. What is known is shown at once.
async function open(request) {
  wanted = request;
  if (request.room) {
    choose(request.room);
  }

  await join(request);
}

async function join(request) {
  try {
    const answer = accepted(await chat.timeout(answerWithin).emitWithAck("join_chat", request));
    store.setRoom(answer.room);
    store.putPage(answer.room.name, answer);
    if (wanted === request) {
      wanted = null;
      if (store.open !== answer.room.name) {
        choose(answer.room.name);
      }
    }
  } catch (error) {
    if (error instanceof Refusal) {
      toast(`The conversation could not be opened: ${error.message}`);
      wanted = wanted === request ? null : wanted;
    } else if (chat.connected && wanted === request) {
      await join(request);
    } // otherwise the line is away: it is asked for again when that is back
  }
}

function openAddress() {
  const name = roomInAddress();
  if (store.rooms.has(name)) {
    open({ room: name });
  } else {
    close();
  }
}

// Requests may get through where the line does not.
async function goByRequest() {
  outbox.flush();
  const name = store.open;
  if (name && !store.pages.has(name)) {
    try {
      store.putPage(name, await get(`/api/chat/rooms/${encodeURIComponent(name)}/messages`));
    } catch (error) {
      console.info(`The messages cannot be had by request either: ${error.message}`);
    }
  }
}

function choose(name) {
  composer.change(store.open, name);
  store.open = name;
  main.dataset.view = "room";
  putIntoAddress(name);
  view.show();
  store.dispatchEvent(new Event("change"));
  (store.rooms.get(name)?.closed ? byId("log") : byId("text")).focus();
}

function close() {
  const name = store.open;
  wanted = null;
  putIntoAddress(null);
  if (name) {
    composer.change(name, null);
    store.open = null;
    main.dataset.view = "rooms";
    store.dispatchEvent(new Event("change"));
    (byId("room-list").querySelector(`[data-key="${CSS.escape(name)}"] button`) ?? byId("new")).focus();
  }
}

function load(path) {
  return insist(() => get(path), () => show("away", "The server cannot be reached. Trying again…"));
}

function show(state, text) {
  status.dataset.state = state;
  status.textContent = text;
}

function showConnection() {
  connection.addEventListener("instep", () => {
    show("connected", "Connected");
    account.connect();
    if (wanted) {
      join(wanted);
    }
  });
  chat.on("disconnect", () => show("away", "Connecting again… What you write is kept and sent then."));
  chat.on("connect_error", () => {
    show("away", "The server cannot be reached. What you write is kept and sent later.");
    goByRequest();
  });
  addEventListener("online", () => outbox.wake());
}
