import { get, logInAgain, post } from "./api.js";
import { Composer } from "./composer.js";
import { Connection, makeSockets } from "./connection.js";
import { prepareDialogs } from "./dialogs.js";
import { avatar, byId, toast } from "./elements.js";
import { Outbox } from "./outbox.js";
import { RoomView } from "./room-view.js";
import { RoomsView } from "./rooms-view.js";
import { prepareSearch } from "./search.js";
import { Store } from "./store.js";
import { Uploads } from "./uploads.js";

const main = byId("main");
const status = byId("connection");
const me = await get("/api/account");
const store = new Store(me);
const { chat, account } = makeSockets();
const outbox = new Outbox(me.id, chat, message => connection.take(message));
const connection = new Connection(chat, store, outbox);
const uploads = new Uploads(store, outbox, chat);
const composer = new Composer(store, outbox, chat);
const view = new RoomView(store, outbox, uploads, chat);
new RoomsView(store, outbox, room => open({ room }));
prepareDialogs(store, open);
prepareSearch(store, async (room, message) => {
  await open({ room });
  await view.find(message);
});

byId("my-name").textContent = me.name;
byId("my-kind").textContent = me.kind === "student" ? "Student" : "Psychiatrist";
avatar(byId("my-avatar"), me.name);
byId("log-out").addEventListener("click", async () => {
  chat.disconnect();
  account.disconnect();
  await post("/api/log-out");
  location.assign("/accounts/log-in/");
});
byId("back").addEventListener("click", close);
byId("room").addEventListener("keydown", event => {
  if (event.key === "Escape") {
    close();
  }
});

const state = await get("/api/chat/state");
store.begin(state);
store.version = state.version;
showConnection();
chat.connect();
account.connect();
account.on("logged_in", () => toast("Your account has just been used to log in on another device."));

// Leaving says goodbye at once; coming back from the browser's cache connects again.
addEventListener("pagehide", () => chat.disconnect());
addEventListener("pageshow", event => {
  if (event.persisted) {
    chat.connect();
    account.connect();
  }
});

// Opens { room } by its name or the conversation with a { contact }. What is known is shown at once.
async function open(request) {
  if (request.room) {
    choose(request.room);
  }

  try {
    const answer = await chat.timeout(10_000).emitWithAck("join_chat", request);
    if (answer.error) {
      throw new Error(answer.error.detail ?? answer.error.message);
    }

    store.setRoom(answer.room);
    store.putPage(answer.room.name, answer);
    if (!request.room) {
      choose(answer.room.name);
    }
  } catch (error) {
    if (chat.connected) {
      toast(`The conversation could not be opened: ${error.message}`);
    } else {
      chat.once("connect", () => open(request)); // the line is away: what is known is shown meanwhile
    }
  }
}

function choose(name) {
  composer.change(store.open, name);
  store.open = name;
  main.dataset.view = "room";
  view.show();
  store.dispatchEvent(new Event("change"));
  byId("text").focus();
}

function close() {
  const name = store.open;
  composer.change(name, null);
  store.open = null;
  main.dataset.view = "rooms";
  store.dispatchEvent(new Event("change"));
  byId("room-list").querySelector(`[data-key="${CSS.escape(name)}"] button`)?.focus();
}

function showConnection() {
  const show = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };
  connection.addEventListener("instep", () => show("connected", "Connected"));
  chat.on("disconnect", reason => {
    show("away", "Connecting again… What you write is kept and sent then.");
    if (reason === "io server disconnect") {
      logInAgain(); // logged out, here or on another page of this browser
    }
  });
  chat.on("connect_error", () => show("away", "The server cannot be reached. What you write is kept and sent later."));
}
