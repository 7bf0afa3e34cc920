import { post } from "/shell/api.js";
import { kept } from "/shell/kept.js";

/** What the server answers where somebody else has logged in to this browser than a request was made for. */
export const otherAccount = "other_account";

let isOver = false;

/** Says for whom a request is made, as its headers: it is refused where somebody else has logged in to this browser since. */
export const actsFor = account => ({ "Acts-For": account });

/** Whether this page is over for its user: then nothing in it is worth staying for. */
export const isLeft = () => isOver;

/**
 * How much this browser keeps for an account that has not reached the server. A feature that keeps something like that does so in localStorage, under a name
 * that has the account's id as its second part, as in "chat-outbox:3f2a:81c0".
 */
export const countUnsent = account => kept("localStorage", storage => unsentIn(storage, account).length) ?? 0;

/** What somebody has to know before they log out. */
export const unsentWords = count =>
  `${count === 1 ? "One message has" : `${count} messages have`} not been sent yet. Logging out deletes ${count === 1 ? "it" : "them"} from this device: nobody else is to find or send ${count === 1 ? "it" : "them"}.`;

/** Logs out, forgets what this browser has kept for its user, such as drafts and what was not sent, and leads to the log-in page. */
export async function logOut(account) {
  try {
    await post("/api/log-out", {}, actsFor(account));
  } catch (error) {
    if (error.code === otherAccount) {
      beginAsOther();
      return;
    }

    throw error;
  }

  isOver = true;
  kept("sessionStorage", storage => storage.clear());
  kept("localStorage", storage => unsentIn(storage, account).forEach(key => storage.removeItem(key)));
  location.assign("/accounts/log-in/");
}

/** Leads to the log-in page, and from there back here. What was not sent waits for its user. */
export function logInAgain() {
  isOver = true;
  location.assign(`/accounts/log-in/?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Somebody else has logged in to this browser: the page begins anew as theirs, and does nothing in their name before. */
export function beginAsOther() {
  isOver = true;
  location.reload();
}

const unsentIn = (storage, account) => Object.keys(storage).filter(key => key.split(":")[1] === account);
