import { get } from "/shell/api.js";
import { element, showList } from "/shell/dom.js";
import { connect, follow } from "../parts/live.js";
import { time } from "../parts/text.js";

follow(connect("/office"), ["mail"], async () => {
  const { destination, letters } = await get("/api/mail");
  document.getElementById("destination").textContent = destination;
  document.getElementById("no-letters").hidden = letters.length > 0;
  showList(document.getElementById("letters"), letters, { key: letter => letter.name, render: renderLetter });
});

function renderLetter(letter) {
  const file = element("a", { href: `/api/mail/${letter.name}.eml`, download: "" }, "Download");
  file.ariaLabel = `Download “${letter.subject}” as a file`;
  return element("li", { className: "card" },
    element("div", { className: "title" }, element("h2", {}, letter.subject), element("time", { dateTime: letter.at }, time(letter.at))),
    element("p", { className: "envelope" }, `To ${letter.to} · `, file),
    element("pre", {}, letter.text));
}
