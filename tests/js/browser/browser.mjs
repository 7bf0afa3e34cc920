// A Chromium that a test drives in lines: a request in JSON on standard input, its answer in JSON on standard output.
//   {"number":7,"verb":"click","page":1,"role":"button","name":"Send"}  ->  {"number":7,"value":null} or {"number":7,"error":"..."}
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { Tab } from "./tab.mjs";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const tabs = new Map();

async function answer({ verb, page, ...request }) {
  if (verb === "open") {
    const id = tabs.size + 1;
    tabs.set(id, await Tab.open(browser, request, tabs.get(request.beside)));
    return id;
  }

  const tab = tabs.get(page);
  if (!tab) {
    throw new Error(`There is no page ${page}.`);
  }

  return await tab[verb](request);
}

console.log(JSON.stringify({ value: browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const { number, ...request } = JSON.parse(line);
  let reply;
  try {
    reply = { number, value: (await answer(request)) ?? null };
  } catch (error) {
    reply = { number, error: error.message };
  }

  console.log(JSON.stringify(reply));
}

await browser.close();
