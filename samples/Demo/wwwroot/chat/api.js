import { actsFor, beginAsOther, logInAgain, otherAccount } from "/accounts/session.js";

/** What a route refused, with the words for its user. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.message ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.retryAfter = retryAfter;
  }

  /** Whether the server has no room left on its disk. */
  get isFull() {
    return this.status === 507 || this.code === "storage_full";
  }

  /** Whether the same may be taken when it is asked again: too early it was, or nobody is logged in, or the server has failed. */
  get mayPass() {
    return this.status >= 500 || this.status === 429 || this.status === 401 || this.isFull || ["rate_limited", "server_error"].includes(this.code);
  }
}

let headers = {};

/** Says whose page this is. All it asks for from now on is asked for that account, and refused where the browser has another one by then. */
export function actFor(account) {
  headers = actsFor(account);
}

const shortestPause = 1000;
const longestPause = 15_000;
const patience = 20_000;
const patienceWithBytes = 120_000;

export const get = path => call("GET", path);
export const post = (path, body) => call("POST", path, JSON.stringify(body), "application/json");
export const remove = path => call("DELETE", path);
export const put = (path, bytes) => call("PUT", path, bytes, "application/octet-stream", patienceWithBytes);

/** Asks until something comes of it: an answer, or a refusal that stays one. Each failure is told. */
export async function insist(ask, failed = () => {}) {
  for (let pause = shortestPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refusal && !error.mayPass) {
        throw error;
      }

      failed(error);
      await wait(error.retryAfter || pause);
    }
  }
}

/** Gets what an event was answered with; throws where that is a refusal. */
export function accepted(answer) {
  if (answer.error) {
    throw new Refusal(400, answer.error, answer.error.retryAfter);
  }

  return answer;
}

export const wait = time => new Promise(resolve => setTimeout(resolve, time));

/** A name for what the server has not stored yet. crypto.randomUUID is there on secure origins only. */
export function temporaryId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function call(method, path, body, type, within = patience) {
  const response = await reach(path, { method, body, headers: { ...headers, ...(type && { "Content-Type": type }) }, signal: AbortSignal.timeout(within) });
  if (response.status === 401) {
    logInAgain();
  }

  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  if (answer.code === otherAccount) {
    beginAsOther();
  }

  if (!response.ok) {
    throw new Refusal(response.status, answer, Number(response.headers.get("Retry-After")) * 1000);
  }

  return answer;
}

// What a browser says of a lost line is for nobody to read.
async function reach(path, request) {
  try {
    return await fetch(path, request);
  } catch (error) {
    throw new Error("The server cannot be reached. Try again in a moment.", { cause: error });
  }
}
