/** What comes between a tab and the server: requests that fail, and answers that are lost or late. */
export class Network {
  #page;
  #patience;
  #rules = new Map();

  constructor(page, patience) {
    this.#page = page;
    this.#patience = patience;
  }

  /**
   * Intercepts the requests whose path begins in some way, until they are released:
   * "fail" lets none reach the server; "stall" lets them wait and reach it at the release; "lose" lets them reach it and takes the answers
   * away; "hold" keeps the answers back until the release;
   * a number answers with that status instead of the server. The first ones may pass: `after` says how many.
   */
  async intercept({ path, what, method, after = 0 }) {
    let release;
    let passed = 0;
    const rule = {
      count: 0,
      held: [],
      released: new Promise(resolve => { release = resolve; }),
      matches: url => (url.pathname + url.search).startsWith(path),
      handle: async route => {
        if (method && route.request().method() !== method) {
          await route.fallback();
          return;
        }

        if (passed < after) {
          passed++;
          await route.fallback();
          return;
        }

        const response = what === "lose" || what === "hold" ? await answerOf(route) : null;
        rule.count++;
        if (what === "stall" || (what === "hold" && response)) {
          const done = rule.released.then(() => (response ? route.fulfill({ response }) : route.continue())).catch(ignoreGonePage);
          rule.held.push(done);
          await done;
        } else if (typeof what === "number") {
          await route.fulfill({ status: what, contentType: "application/problem+json", body: JSON.stringify({ status: what, title: "Intercepted" }) });
        } else {
          await route.abort().catch(ignoreGonePage);
        }
      },
    };
    rule.release = release;
    this.#rules.set(path, rule);
    await this.#page.route(rule.matches, rule.handle);
  }

  /** Waits until a request has met a rule: where its answer is held back or lost, the server has answered by then. */
  async waitForIntercepted(path) {
    const deadline = Date.now() + this.#patience;
    while (this.#rules.get(path).count === 0) {
      if (Date.now() > deadline) {
        throw new Error(`Nothing has asked for ${path}.`);
      }

      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  async release(path) {
    const rule = this.#rules.get(path);
    this.#rules.delete(path);
    rule.release();
    await Promise.all(rule.held); // without its route a request that waits would go to the server
    await this.#page.unroute(rule.matches, rule.handle);
  }
}

// Nothing where the server cannot be reached: then the page is not answered either.
async function answerOf(route) {
  try {
    return await route.fetch();
  } catch (error) {
    console.error(`No answer to be intercepted: ${error.message}`);
    return null;
  }
}

// Whoever asked may have been closed, or led to another page, meanwhile.
function ignoreGonePage(error) {
  console.error(`Nobody to answer: ${error.message}`);
}
