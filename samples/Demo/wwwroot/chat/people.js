import { avatar, byId, make, toast } from "./elements.js";

const dialog = byId("confirm-dialog");
let answer = () => {};

/** Shows somebody: a face, the name, and what else there is to say. */
export function person({ name, kind }, more = "") {
  const face = avatar(make("span", "avatar"), name);
  face.setAttribute("aria-hidden", "true");
  return make("span", "person", face, make("span", "who", make("b", "", name), " ", make("span", "note", more ? `${kind}, ${more}` : kind)));
}

/** A button in somebody's row. Its name says whom it is about. */
export function action(text, whom, className, act) {
  const button = make("button", `slim ${className} ${text.split(" ")[0].toLowerCase()}`, text, make("span", "unseen", ` ${whom}`));
  button.type = "button";
  button.addEventListener("click", () => attempt(act));
  return button;
}

export const row = (shown, ...actions) => make("li", "", shown, make("span", "actions", ...actions));

/** Asks before something is done that the other side feels. Resolves once the answer is yes, and to false where something else is asked later. */
export function confirmed(title, text, verb) {
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm").textContent = verb;
  answer(false);
  dialog.showModal();
  return new Promise(resolve => (answer = resolve));
}

byId("confirm").addEventListener("click", () => {
  dialog.close();
  answer(true);
});

/** Does something, and says why where it is refused. */
export async function attempt(act) {
  try {
    await act();
  } catch (error) {
    toast(error.message);
  }
}
