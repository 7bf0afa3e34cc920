import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { Network } from "./network.mjs";

const patience = 40_000; // less than the test waits for an answer
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One tab, with what went wrong in it: errors on the console, exceptions, answers that are errors. */
export class Tab {
  #page;
  #network;
  #problems = [];
  #upgraded = false;

  static async open(browser, { url, width = 1280, height = 900, dark = false, watch, webSockets = true, trusting = false, locale, timeZone, forcedColors }, beside) {
    const context = beside ? beside.#page.context() : await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      forcedColors: forcedColors ? "active" : "none",
      ignoreHTTPSErrors: trusting,
      locale: locale ?? undefined,
      timezoneId: timeZone ?? undefined,
    });
    const tab = new Tab(await context.newPage());
    if (watch) {
      await tab.#page.addInitScript(recordTexts, watch);
    }

    if (!webSockets) {
      await tab.#page.addInitScript(() => delete globalThis.WebSocket);
    }

    await tab.#page.goto(url, { timeout: patience });
    return tab;
  }

  constructor(page) {
    this.#page = page;
    this.#network = new Network(page, patience);
    page.setDefaultTimeout(patience);
    page.on("filechooser", () => {}); // from the start, so that none opens by itself
    page.on("console", message => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("domcontentloaded", () => { // of another page, and not of another address of the same one
      this.#upgraded = false;
    });
    page.on("websocket", socket => socket.on("framesent", ({ payload }) => {
      this.#upgraded ||= payload === "5";
    }));
    page.on("pageerror", error => this.#problems.push(`exception: ${error.stack}`));
    page.on("response", response => {
      if (response.status() >= 400) {
        this.#problems.push(`${response.status()} ${response.url()}`);
      }
    });
  }

  click({ role, name }) {
    return this.#page.getByRole(role, { name, exact: true }).click();
  }

  fill({ label, text }) {
    return this.#page.getByLabel(label, { exact: true }).fill(text);
  }

  press({ key }) {
    return this.#page.keyboard.press(key);
  }

  select({ label, option }) {
    return this.#page.getByLabel(label, { exact: true }).selectOption(option).then(() => null);
  }

  type({ text }) {
    return this.#page.keyboard.type(text);
  }

  focus({ selector }) {
    return this.#page.locator(selector).first().focus();
  }

  chooseFile({ selector, path }) {
    return this.#page.locator(selector).setInputFiles(path);
  }

  /** Presses a key that is to open the chooser of files, and chooses one there. */
  async chooseFileBy({ key, path }) {
    const [chooser] = await Promise.all([this.#page.waitForEvent("filechooser"), this.#page.keyboard.press(key)]);
    await chooser.setFiles(path);
  }

  intercept(rule) {
    return this.#network.intercept(rule);
  }

  waitForIntercepted({ path }) {
    return this.#network.waitForIntercepted(path);
  }

  release({ path }) {
    return this.#network.release(path);
  }

  /** What an expression, which may be a promise, comes to in the page. */
  evaluate({ expression }) {
    return this.#page.evaluate(expression);
  }

  setOffline({ offline }) {
    return this.#page.context().setOffline(offline);
  }

  lookAt() {
    return this.#page.bringToFront();
  }

  clickOn({ selector, text }) {
    return this.#page.locator(selector).filter({ hasText: text }).first().click();
  }

  async waitForCount({ selector, count }) {
    const elements = this.#page.locator(selector);
    const deadline = Date.now() + patience;
    while ((await elements.count()) !== count) {
      if (Date.now() > deadline) {
        throw new Error(`${await elements.count()} elements match ${selector}, not ${count}: ${JSON.stringify(await elements.allTextContents())}`);
      }

      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  /** Waits until the page's connection has moved to its WebSocket. */
  async waitForUpgrade() {
    const deadline = Date.now() + patience;
    while (!this.#upgraded) {
      if (Date.now() > deadline) {
        throw new Error("The page's connection has not moved to a WebSocket.");
      }

      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  waitForUrl({ path }) {
    return this.#page.waitForURL(url => url.pathname + url.search === path).then(() => null);
  }

  /** Waits until an element's text matches, and gives the whole text. */
  async waitFor({ selector, pattern }) {
    const element = this.#page.locator(selector).filter({ hasText: new RegExp(pattern, "u") }).first();
    try {
      await element.waitFor({ state: "attached" });
    } catch (error) {
      const texts = await this.#page.locator(selector).allTextContents();
      throw new Error(`${selector} never matched /${pattern}/u; it says ${JSON.stringify(texts)}. ${error.message}`);
    }

    return await element.textContent();
  }

  texts({ selector }) {
    return this.#page.locator(selector).allTextContents();
  }

  /** Records from now on, and until another page is loaded, every text of an element. */
  watch({ selector }) {
    return this.#page.evaluate(recordTexts, selector);
  }

  /** The texts that the watched element has had, also those that were gone again before anybody could look. */
  watched() {
    return this.#page.evaluate(() => globalThis.watchedTexts);
  }

  /** What is wider than the window, which would make the page scroll sideways. */
  overflow() {
    return this.#page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const wide = [...document.body.querySelectorAll("*")].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && getComputedStyle(element).position !== "absolute";
      });
      return document.documentElement.scrollWidth > width || wide.length > 0
        ? [`page ${document.documentElement.scrollWidth} in ${width}`, ...wide.map(element => element.outerHTML.slice(0, 80))]
        : [];
    });
  }

  /** What axe-core finds wrong with the page as it is now. */
  async audit() {
    await this.#page.evaluate(axe);
    const { violations } = await this.#page.evaluate(() => globalThis.axe.run(document));
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
  }

  /** A property of the computed style of an element. */
  style({ selector, property }) {
    return this.#page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], property);
  }

  /** A property of an element, as text. */
  property({ selector, property }) {
    return this.#page.locator(selector).first().evaluate((element, name) => String(element[name]), property);
  }

  /** The accessible name and role of whatever has the focus. */
  focused() {
    return this.#page.evaluate(() => {
      const element = document.activeElement;
      const read = element.cloneNode(true);
      read.querySelectorAll("[aria-hidden=true]").forEach(unheard => unheard.remove());
      return (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? read.textContent).trim().replace(/\s+/gu, " ");
    });
  }

  screenshot({ path }) {
    return this.#page.screenshot({ path, fullPage: true }).then(() => null);
  }

  goto({ url }) {
    return this.#page.goto(url).then(() => null);
  }

  goBack() {
    return this.#page.goBack().then(() => null);
  }

  close() {
    return this.#page.close();
  }

  problems() {
    return this.#problems;
  }
}

// Runs in the page, before its own scripts where all is to be seen.
function recordTexts(selector) {
  const texts = globalThis.watchedTexts = [];
  const record = () => {
    const text = document.querySelector(selector)?.textContent;
    if (text !== undefined && text !== texts.at(-1)) {
      texts.push(text);
    }
  };
  record();
  new MutationObserver(record).observe(document, { childList: true, characterData: true, subtree: true });
}
