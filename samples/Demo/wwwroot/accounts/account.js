import { io } from "/socket.io/socket.io.esm.min.js";
import { get, post } from "/shell/api.js";
import { say } from "/shell/dom.js";
import { onSubmit } from "/shell/form.js";
import { actsFor, beginAsOther, countUnsent, logInAgain, logOut, otherAccount, unsentWords } from "./session.js";

const byId = id => document.getElementById(id);
const form = byId("form");
const show = byId("show");
const others = byId("log-out-others");
const logOutButton = byId("log-out");
let shown = 0;

const me = await member(() => get("/api/account"));
const mine = actsFor(me.id);
byId("name").textContent = me.name;
byId("email").textContent = me.email;
byId("username").value = me.email;
byId("kind").textContent = me.kind === "student" ? "Student" : "Psychiatrist";
byId("example").hidden = !me.isExample;
byId("password-section").hidden = me.isExample;
byId("devices-section").hidden = me.isExample;

show.addEventListener("change", () => {
  for (const field of [form.elements.current, form.elements.password]) {
    field.type = show.checked ? "text" : "password";
  }
});

onSubmit(form, byId("password-status"), async ({ current, password }) => {
  await member(() => post("/api/account/password", { current, password }, mine));
  form.reset();
  show.dispatchEvent(new Event("change"));
  say(byId("password-status"), "Your password has been changed, and you are logged out everywhere else.", "good");
  await showDevices();
});

others.addEventListener("click", () => attempt(byId("devices-status"), async () => {
  const { loggedOut } = await member(() => post("/api/account/log-out-others", {}, mine));
  say(byId("devices-status"), `You are logged out on ${devices(loggedOut)}.`, "good");
  await showDevices();
}));

// The account's own socket: it hears of log-ins elsewhere, and is closed with the session.
const socket = io("/account");
socket.on("logged_in", showDevices);
socket.on("connect", showDevices);
socket.on("disconnect", reason => reason === "io server disconnect" && member(() => get("/api/account", mine)));
let warnedOf = 0;
logOutButton.addEventListener("click", () => attempt(byId("log-out-status"), async () => {
  const unsent = countUnsent(me.id);
  if (unsent > warnedOf) {
    warnedOf = unsent;
    say(byId("log-out-status"), `${unsentWords(unsent)} The chat sends what it can while it is open.`, "bad");
    logOutButton.textContent = "Log out and delete";
    return;
  }

  socket.off("disconnect"); // it is closed on purpose
  await logOut(me.id);
}));
logOutButton.disabled = false; // it does something from now on
addEventListener("focus", showDevices); // a device that has logged out by itself says nothing

// An older answer that comes later is out of date.
async function showDevices() {
  if (me.isExample) {
    return;
  }

  const run = ++shown;
  try {
    const { others: count } = await member(() => get("/api/account/devices", mine));
    if (run !== shown) {
      return;
    }

    byId("devices").textContent = count === 0 ? "You are logged in nowhere else." : `You are logged in on ${devices(count)}.`;
    if (count === 0 && document.activeElement === others) {
      byId("devices-title").focus();
    }

    others.hidden = count === 0;
  } catch (error) {
    console.info(`The other devices are not known: ${error.message}`); // asked again when there is news
  }
}

const devices = count => (count === 1 ? "one other device" : `${count} other devices`);

async function attempt(status, act) {
  try {
    await act();
  } catch (error) {
    say(status, error.message, "bad");
  }
}

// Whoever has been logged out elsewhere logs in again; where somebody else has logged in here, the page is theirs.
async function member(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error.status === 401) {
      logInAgain();
    } else if (error.code === otherAccount) {
      beginAsOther();
    }

    throw error;
  }
}
