/** What a route refused, with the words for its user. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.message ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.retryAfter = retryAfter;
  }
}

export const get = path => call("GET", path);
export const post = (path, body) => call("POST", path, JSON.stringify(body), "application/json");
export const remove = path => call("DELETE", path);
export const put = (path, bytes) => call("PUT", path, bytes, "application/octet-stream");

/** Leads to the log-in page, and from there back here. */
export function logInAgain() {
  location.assign(`/accounts/log-in/?returnUrl=${encodeURIComponent(location.pathname)}`);
}

/** A name for what the server has not stored yet. crypto.randomUUID is there on secure origins only. */
export function temporaryId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function call(method, path, body, type) {
  const response = await fetch(path, { method, body, headers: type ? { "Content-Type": type } : {} });
  if (response.status === 401) {
    logInAgain();
  }

  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  if (!response.ok) {
    throw new Refusal(response.status, answer, Number(response.headers.get("Retry-After")) * 1000);
  }

  return answer;
}
