import { get, post, remove } from "/shell/api.js";
import { element, say, showList } from "/shell/dom.js";
import { onSubmit } from "/shell/form.js";
import { connect, follow } from "../parts/live.js";

const answer = document.getElementById("answer");
const form = document.getElementById("add");
const title = document.getElementById("people-title");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" });
const own = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

const zones = Intl.supportedValuesOf("timeZone");
const choices = zones.includes(here) ? zones : [here, ...zones];
form.elements.birthDate.value = `1990-${new Date().toLocaleDateString("en-CA").slice(5)}`; // today, so that there is somebody to congratulate
form.elements.timeZone.append(...choices.map(zone => element("option", { value: zone, selected: zone === here }, zone.replaceAll("_", " "))));

follow(connect("/office"), ["birthdays"], async () => {
  const { people, next } = await get("/api/birthdays");
  document.getElementById("no-people").hidden = people.length > 0;
  showList(document.getElementById("people"), people, { key: person => person.id, render: renderPerson, fallback: title });
  showList(document.getElementById("next"), next, { key: run => run.at + run.timeZone, render: renderRun });
});

onSubmit(form, answer, async values => {
  const person = await post("/api/birthdays/people", values);
  form.elements.name.value = "";
  form.elements.email.value = "";
  say(answer, `${person.name} will be congratulated at nine in ${person.timeZone.replaceAll("_", " ")}.`, "good");
});

function renderPerson(person) {
  const zone = person.timeZone.replaceAll("_", " ");
  const wished = person.wishedIn ? `congratulated in ${person.wishedIn}` : "not congratulated yet";
  return element("li", {},
    element("span", { className: "what" },
      element("strong", {}, person.name),
      element("small", {}, `${day.format(new Date(person.birthDate))} · ${zone} · ${wished}`)),
    element("span", { className: "actions" },
      button("Run now", `Run now for ${zone}: ${person.name}`, "run", async () => {
        await post("/api/birthdays/run", { timeZone: person.timeZone });
        return `It is morning in ${zone}: who has a birthday there today is being congratulated.`;
      }),
      button("Remove", `Remove ${person.name}`, "remove", async () => {
        await remove(`/api/birthdays/people/${person.id}`);
        return `${person.name} is removed.`;
      })));
}

function renderRun(run) {
  const [date, clock] = run.at.split("T");
  return element("li", {},
    element("span", { className: "what" }, run.timeZone.replaceAll("_", " "), element("small", {}, `${day.format(new Date(date))}, ${clock.slice(0, 5)} there`)),
    element("time", { dateTime: run.at }, `${own.format(new Date(run.at))} here`));
}

function button(text, label, focus, action) {
  const made = element("button", { type: "button", className: "slim quiet", ariaLabel: label }, text);
  made.dataset.focus = focus;
  made.addEventListener("click", async () => {
    try {
      say(answer, await action(), "good");
    } catch (error) {
      say(answer, error.message, "bad");
    }
  });
  return made;
}
