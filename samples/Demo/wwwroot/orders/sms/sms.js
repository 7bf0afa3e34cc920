import { get, post } from "/shell/api.js";
import { element, say, showList } from "/shell/dom.js";
import { badge } from "../parts/badge.js";
import { connect, follow } from "../parts/live.js";
import { time } from "../parts/text.js";

const answer = document.getElementById("answer");
const failing = document.getElementById("failing");
const circuit = document.getElementById("circuit");
const note = document.getElementById("circuit-note");

follow(connect("/office"), ["sms"], async () => {
  const sms = await get("/api/sms");
  failing.checked = sms.isFailing;
  document.getElementById("gateway").textContent = sms.gateway;
  showCircuit(sms.circuit, sms.changes);
  show("messages", sms.messages, renderMessage, message => message.at + message.to);
  show("changes", sms.changes, renderChange, change => change.at + change.state);
  show("requests", sms.requests, renderRequest, request => request.at + request.to);
});

failing.addEventListener("change", async () => {
  const isFailing = failing.checked;
  try {
    await post("/api/sms/gateway", { isFailing });
    say(answer, isFailing ? "The gateway fails from now on." : "The gateway works again.", isFailing ? "wait" : "good");
  } catch (error) {
    failing.checked = !isFailing;
    say(answer, error.message, "bad");
  }
});

function showCircuit(state, [last]) {
  circuit.dataset.state = state;
  for (const item of circuit.children) {
    item.toggleAttribute("aria-current", item.dataset.of === state);
  }

  const words = {
    closed: "Calls pass.",
    open: `Since ${last && time(last.at)} calls are refused at once. After ${last && time(last.openUntil)} the next one is let through to try.`,
    "half-open": "One call is on its way: it decides.",
  };
  say(note, words[state]);
}

function renderMessage(message) {
  return element("li", {},
    element("p", { className: "bubble" }, message.text),
    element("small", {}, `to ${message.to} · `, element("time", { dateTime: message.at }, time(message.at))));
}

function renderChange(change) {
  return element("li", {},
    badge(change.state),
    element("span", { className: "what" }, change.cause ? element("small", {}, change.cause) : ""),
    element("time", { dateTime: change.at }, time(change.at)));
}

function renderRequest(request) {
  const isTaken = request.status < 300;
  const status = element("span", { className: "badge", "data-look": isTaken ? "good" : "bad" }, String(request.status));
  return element("li", {},
    status,
    element("span", { className: "what" }, `to ${request.to}`),
    element("time", { dateTime: request.at }, time(request.at)));
}

function show(id, items, render, key) {
  document.getElementById(`no-${id}`).hidden = items.length > 0;
  showList(document.getElementById(id), items, { key, render });
}
