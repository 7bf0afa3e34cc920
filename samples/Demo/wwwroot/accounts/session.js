import { post } from "/shell/api.js";

/** Logs out, forgets what this tab has kept for its user, such as drafts, and leads to the log-in page. */
export async function logOut() {
  await post("/api/log-out");
  try {
    sessionStorage.clear();
  } catch (error) {
    console.info(`This browser has kept nothing: ${error.message}`);
  }

  location.assign("/accounts/log-in/");
}

/** Leads to the log-in page, and from there back here. */
export function logInAgain() {
  location.assign(`/accounts/log-in/?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}
