import { get, post } from "/shell/api.js";
import { element, say, showList } from "/shell/dom.js";
import { badge } from "../parts/badge.js";
import { connect, follow } from "../parts/live.js";
import { nameOf, putOff, time } from "../parts/text.js";

const answer = document.getElementById("answer");
const deadTitle = document.getElementById("dead-title");
const replayAll = document.getElementById("replay-all");
const low = 5;

const office = connect("/office");
follow(office, ["jobs", "sms", "mail", "birthdays"], showJobs);
follow(office, ["stock"], async () => showStock(await get("/api/products")));
replayAll.addEventListener("click", () => act(async () => {
  const { count } = await post("/api/office/jobs/replay");
  deadTitle.focus();
  return count === 1 ? "One dead letter is replayed." : `${count} dead letters are replayed.`;
}));

async function showJobs() {
  const [counts, dead, queues, jobs] = await Promise.all([
    get("/api/office/jobs/counts"), get("/api/office/jobs?state=dead"), get("/api/office/queues"), get("/api/office/jobs"),
  ]);
  showCounts(counts);
  replayAll.hidden = dead.length === 0;
  show("dead", dead, renderDead, job => job.id, deadTitle);
  show("queues", queues, renderQueue, queue => queue.name);
  show("jobs", jobs.slice(0, 12), renderJob, job => job.id);
}

function showStock(products) {
  show("stock", products, renderProduct, product => product.id);
}

function showCounts(counts) {
  const shown = ["waiting", "running", "completed", "dead"];
  document.getElementById("counts").replaceChildren(...shown.map(state =>
    element("div", { className: state === "dead" && counts[state] > 0 ? "some" : "" },
      element("dt", {}, state === "dead" ? "dead letters" : state),
      element("dd", { id: `count-${state}` }, String(counts[state])))));
}

function renderDead(job) {
  return element("li", {},
    element("span", { className: "what" }, element("strong", {}, nameOf(job.listener)), element("small", {}, `${job.subject ?? job.event}, after attempt ${job.attempt}: ${job.problem}`)),
    button("Replay", `Replay ${nameOf(job.listener)}, ${job.subject}`, "replay", async () => {
      await post(`/api/office/jobs/${job.id}/replay`);
      return `${nameOf(job.listener)} of ${job.subject} is replayed.`;
    }),
    job.stack ? element("details", {}, element("summary", {}, "Stack"), element("pre", { tabIndex: 0 }, job.stack)) : null);
}

function renderQueue(queue) {
  const verb = queue.isPaused ? "resume" : "pause";
  const word = queue.isPaused ? "Resume" : "Pause";
  return element("li", {},
    element("span", { className: "what short" }, queue.name),
    badge(queue.isPaused ? "paused" : "running"),
    button(word, `${word} ${queue.name}`, "toggle", async () => {
      await post(`/api/office/queues/${queue.name}/${verb}`);
      return `The queue ${queue.name} is ${verb}d.`;
    }));
}

function renderProduct(product) {
  return element("li", {},
    element("span", { className: "what" }, product.name, element("small", { className: product.stock < low ? "low" : "" }, `${product.stock} in stock`)),
    button("Restock 10", `Restock 10 of ${product.name}`, "restock", async () => {
      const { stock } = await post(`/api/office/products/${product.id}/restock`, { quantity: 10 });
      return `There are ${stock} of ${product.name} now.`;
    }));
}

function renderJob(job) {
  return element("li", {},
    element("span", { className: "what" }, nameOf(job.listener),
      element("small", {}, `${job.subject ?? job.event} · queue ${job.queue} · ${triesOf(job)} · `, element("time", { dateTime: job.created }, time(job.created)))),
    badge(job.isPutOff ? "put off" : job.state === "waiting" && job.problem ? "retrying" : job.state));
}

function triesOf({ attempt, postponed }) {
  return [attempt > 0 ? `attempt ${attempt}` : "", postponed > 0 ? putOff(postponed) : ""].filter(Boolean).join(", ") || "not begun";
}

function show(id, items, render, key, fallback) {
  const none = document.getElementById(`no-${id}`);
  if (none) {
    none.hidden = items.length > 0;
  }

  showList(document.getElementById(id), items, { key, render, fallback });
}

function button(text, label, focus, action) {
  const made = element("button", { type: "button", className: "slim quiet", ariaLabel: label }, text);
  made.dataset.focus = focus;
  made.addEventListener("click", () => act(action));
  return made;
}

async function act(action) {
  try {
    say(answer, await action(), "good");
  } catch (error) {
    say(answer, error.message, "bad");
  }
}
