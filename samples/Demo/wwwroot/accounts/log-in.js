import { prepareAccountForm } from "./account-form.js";

const form = document.getElementById("form");
const list = document.getElementById("example-list");

prepareAccountForm("log-in");
showExamples(await (await fetch("/api/accounts/examples")).json());

function showExamples(examples) {
  list.replaceChildren(...examples.map(example => {
    const entry = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    const secret = line("span", "");
    secret.className = "secret";
    secret.append(line("code", example.email), " ", line("code", example.password));
    button.append(line("b", example.name), " ", line("span", example.kind), " ", secret);
    button.addEventListener("click", () => logInAs(example));
    entry.append(button);
    return entry;
  }));
  document.getElementById("examples").hidden = examples.length === 0;
}

function logInAs({ email, password, kind }) {
  form.elements.email.value = email;
  form.elements.password.value = password;
  form.elements.kind.value = kind;
  form.requestSubmit();
}

function line(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
