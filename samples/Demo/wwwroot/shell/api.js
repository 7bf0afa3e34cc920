/** What a route refused, in its own words. */
export class Problem extends Error {
  constructor(status, { title, detail, errors, code } = {}) {
    super(detail ?? (errors ? Object.values(errors).flat().join(" ") : title) ?? `The server answered ${status}.`);
    this.status = status;
    this.code = code;
    this.errors = errors ?? {};
  }
}

export function get(path, headers = {}) {
  return request(path, { headers });
}

export function post(path, body = {}, headers = {}) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
}

export function remove(path) {
  return request(path, { method: "DELETE" });
}

/** Makes a key by which a request that is sent again is known as the same. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function request(path, options) {
  const response = await reach(path, options);
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const body = isJson ? await response.json() : undefined;
  if (!response.ok) {
    throw new Problem(response.status, body);
  }

  return body;
}

// What a browser says of a lost line is for nobody to read.
async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    throw new Error("The server cannot be reached. Try again in a moment.", { cause: error });
  }
}
