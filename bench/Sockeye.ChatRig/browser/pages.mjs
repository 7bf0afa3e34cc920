// Two windows of one Chromium, in which Maya writes and Dr. Okafor reads. A line on standard input, a line of JSON on standard output:
// begin (to send), count (from now on), end (and say what was seen). Times are from the Enter key until the message stands in the page.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [packages, address, pause] = process.argv.slice(2);
const { chromium } = createRequire(`${packages}/`)("playwright-core");
const patience = 60_000;
const password = "sockeye-demo";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const problems = [];
const writer = await open("student", "maya@example.com");
const reader = await open("psychiatrist", "dr.okafor@example.com");
const texts = [];
let sending;
let goesOn = true;

console.log(JSON.stringify("ready"));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line)));
}

await browser.close();

async function answer(line) {
  switch (line) {
    case "begin":
      sending = send();
      return null;
    case "count":
      texts.length = 0;
      return null;
    case "end":
      goesOn = false;
      await sending;
      return await figures();
    default:
      throw new Error(`There is no request ${line}.`);
  }
}

async function open(kind, email) {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.on("console", message => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", error => problems.push(error.stack));
  await page.addInitScript(watch);
  const answered = await context.request.post(new URL(`/api/${kind}s/log-in`, address).href, { data: { email, password }, timeout: patience });
  if (!answered.ok()) {
    throw new Error(`${email} cannot log in: ${answered.status()} ${await answered.text()}`);
  }

  await page.goto(new URL("/chat/", address).href);
  await page.locator("#connection[data-state=connected]").waitFor({ state: "attached" });
  await page.locator('#room-list [data-key^="direct:"] button').first().click();
  await page.locator("#room:not([hidden]) #text").waitFor();
  return page;
}

async function send() {
  const run = Date.now();
  for (let number = 0, due = performance.now(); goesOn; number++) {
    due += Number(pause);
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())));
    const text = `Page ${run} ${number}`;
    texts.push(text);
    await writer.locator("#text").fill(text);
    await writer.keyboard.press("Enter");
  }
}

async function figures() {
  const deadline = performance.now() + 20_000;
  let sent, got;
  do {
    await new Promise(resolve => setTimeout(resolve, 100));
    sent = await writer.evaluate(() => globalThis.seen);
    got = await reader.evaluate(() => globalThis.seen);
  } while (texts.some(text => !(text in sent.shown && text in got.shown)) && performance.now() < deadline);

  const since = shown => texts.filter(text => text in shown).map(text => shown[text] - sent.pressed[text]);
  return { sent: texts.length, stored: since(sent.shown), shown: since(got.shown), problems };
}

// Runs in the pages, before anything of theirs does.
function watch() {
  const seen = (globalThis.seen = { pressed: {}, shown: {} });
  const now = () => performance.timeOrigin + performance.now();
  document.addEventListener(
    "keydown",
    event => {
      if (event.key === "Enter" && event.target.id === "text") {
        seen.pressed[event.target.value] = now();
      }
    },
    true,
  );
  const look = () => {
    for (const element of Array.from(document.querySelector("#messages")?.children ?? []).slice(-20)) {
      const text = element.querySelector(".text")?.textContent;
      if (text && !element.matches(".waiting")) {
        seen.shown[text] ??= now();
      }
    }
  };
  addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true }));
}
