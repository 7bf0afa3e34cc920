import { element, showList } from "/shell/dom.js";
import { badge } from "./parts/badge.js";
import { money, nameOf, putOff, time, until } from "./parts/text.js";

const list = document.getElementById("orders");
const none = document.getElementById("no-orders");
const title = document.getElementById("orders-title");
const most = 10;
let orders = [];

// How often the server has told of an order by itself, and at which of these times it told last of each.
let news = 0;
const lastNews = new Map();

/**
 * Asks the server, and shows what it answers, the newest order first. An order of which it has told meanwhile stays as it was told: the answer may have been
 * made before, and where nothing happens for an hour nobody would put it right.
 * @param ask Gets all orders of the customer.
 */
export async function showOrders(ask) {
  const before = news;
  const all = await ask();
  put(all, orders.filter(order => lastNews.get(order.number) > before));
}

/** Asks the server for an order, or to make it, and shows it likewise. */
export async function showOrder(ask) {
  const before = news;
  const answer = await ask();
  put([answer.order], orders.filter(order => order.number !== answer.order.number || lastNews.get(order.number) > before));
  return answer;
}

/** Shows an order of which the server tells by itself. */
export function showNews(order) {
  lastNews.set(order.number, ++news);
  put(orders, [order]);
}

function put(answered, instead) {
  const numbers = new Set(instead.map(order => order.number));
  orders = [...instead, ...answered.filter(order => !numbers.has(order.number))].sort((one, other) => other.number - one.number).slice(0, most);
  show();
}

setInterval(() => {
  for (const wait of list.querySelectorAll("[data-until]")) {
    wait.textContent = `next try ${until(wait.dataset.until)}`;
  }
}, 500);

function show() {
  none.hidden = orders.length > 0;
  showList(list, orders, { key: order => order.number, render: renderOrder, fallback: title });
}

function renderOrder(order) {
  return element("li", { className: "card", id: `order-${order.number}` },
    element("div", { className: "title" },
      element("h3", {}, `Order ${order.number}`),
      element("time", { dateTime: order.placedAt }, time(order.placedAt))),
    element("p", { className: "note" }, `${order.quantity} × ${order.productName} · ${money(order.total)}`),
    element("ol", { className: "steps" }, ...order.steps.map(renderStep)));
}

function renderStep(step) {
  return element("li", { "data-state": step.state, "data-listener": step.listener },
    element("span", { className: "what" }, nameOf(step.listener)),
    badge(step.isPutOff ? "put off" : step.state),
    element("small", {}, ...details(step)));
}

function details(step) {
  switch (step.state) {
    case "waiting":
      return ["not begun"];
    case "running":
      return [[`attempt ${step.attempt}`, step.note].filter(Boolean).join(", ")];
    case "retrying":
      return [`${step.isPutOff ? putOff(step.postponed) : `attempt ${step.attempt} failed`}: ${step.problem}`, element("span", { className: "next", "data-until": step.nextAt }, `next try ${until(step.nextAt)}`)];
    case "dead":
      return [`given up after attempt ${step.attempt}: ${step.problem} The back office can replay it.`];
    default:
      return [[step.note, step.attempt > 1 ? `attempt ${step.attempt}` : "", step.postponed > 0 ? putOff(step.postponed) : "", `${step.seconds} s after the order`].filter(Boolean).join(", ")];
  }
}
