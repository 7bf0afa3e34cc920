import { Problem } from "./api.js";
import { say } from "./dom.js";

/**
 * Sends a form by a function that gets its values. What the server refuses is shown at its field, which gets the focus; everything else
 * goes to the element of role status.
 */
export function onSubmit(form, status, send) {
  form.noValidate = true; // the server says what is wrong, in one place for pages and programs
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    clear(form);
    button.disabled = true;
    try {
      await send(Object.fromEntries(new FormData(form)));
    } catch (error) {
      const isShown = error instanceof Problem && showErrors(form, error.errors);
      say(status, isShown ? "" : error.message, "bad");
    } finally {
      button.disabled = false;
      if (document.activeElement === document.body) {
        button.focus();
      }
    }
  });
}

function showErrors(form, errors) {
  const fields = Object.keys(errors).filter(name => form.elements[name]);
  for (const name of fields) {
    const message = form.querySelector(`[data-error-of="${name}"]`);
    message.textContent = errors[name][0];
    message.hidden = false;
    for (const control of controls(form, name)) {
      control.setAttribute("aria-invalid", "true");
      describe(control, [message.id, ...descriptions(control)]);
    }
  }

  form.querySelector("[aria-invalid=true]")?.focus();
  return fields.length > 0;
}

function clear(form) {
  for (const message of form.querySelectorAll("[data-error-of]")) {
    message.hidden = true;
    for (const control of controls(form, message.dataset.errorOf)) {
      control.removeAttribute("aria-invalid");
      describe(control, descriptions(control).filter(id => id !== message.id));
    }
  }
}

function descriptions(control) {
  return (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}

function describe(control, ids) {
  if (ids.length > 0) {
    control.setAttribute("aria-describedby", ids.join(" "));
  } else {
    control.removeAttribute("aria-describedby");
  }
}

function controls(form, name) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? [...found] : [found];
}
