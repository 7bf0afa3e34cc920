import { make, nameOf, size, time } from "./elements.js";

const states = { sent: ["✓", "sent"], delivered: ["✓✓", "delivered"], read: ["✓✓", "read"] };

/** Makes the element of a stored message. */
export function messageElement(message, { isMine, mayDelete, showsSender, state }) {
  const bubble = make("div", "bubble");
  if (showsSender) {
    bubble.append(make("p", "sender", message.senderName));
  }

  if (message.deletedAt) {
    bubble.append(make("p", "text deleted", "This message was deleted."));
  } else {
    bubble.append(...body(message));
  }

  const foot = make("p", "foot-line", time(message.sentAt));
  if (isMine && !message.deletedAt) {
    foot.append(" ", mark(state));
  }

  bubble.append(foot);
  const element = make("li", `message ${isMine ? "mine" : "theirs"}`, bubble);
  element.dataset.state = isMine ? state : "";
  if (mayDelete && !message.deletedAt) {
    const button = make("button", "delete", "Delete");
    button.type = "button";
    button.dataset.delete = message.id;
    button.setAttribute("aria-label", `Delete “${(message.text || (message.file && nameOf(message.file)) || "").slice(0, 60)}”`);
    element.append(button);
  }

  return element;
}

/** Makes the element of what is not stored yet, and why that takes a while. */
export function waitingElement(item, delay) {
  const bubble = make("div", "bubble", ...(item.text ? [make("p", "text", item.text)] : []));
  if (item.file) {
    bubble.append(make("p", "file", make("b", "", nameOf(item.file)), make("span", "note", size(item.file.size))));
  }

  const foot = make("p", "foot-line", item.problem ? `Not sent: ${item.problem}` : delay || "Sending…");
  bubble.append(foot);
  const element = make("li", `message mine waiting${item.problem ? " failed" : ""}`, bubble);
  element.dataset.state = item.problem ? "failed" : "sending";
  if (item.problem) {
    element.append(action("retry", "Try again", item), action("discard", "Discard", item));
  }

  return element;
}

export function dayElement(text) {
  return make("li", "day", make("span", "", text));
}

function body({ text, file }) {
  const parts = [];
  if (file) {
    parts.push(attachment(file));
  }

  if (text) {
    parts.push(make("p", "text", ...linked(text)));
  }

  return parts;
}

function attachment(file) {
  const link = make("a", "file");
  link.href = `/api/chat/files/${file.id}`;
  if (file.type.startsWith("image/")) {
    const image = make("img", "");
    image.src = link.href;
    image.alt = nameOf(file);
    image.loading = "lazy";
    link.target = "_blank";
    link.classList.add("picture");
    link.append(image);
  } else {
    link.setAttribute("download", nameOf(file));
    link.append(make("b", "", nameOf(file)), " ", make("span", "note", size(file.size)));
  }

  return link;
}

// Addresses in a text become links, without what ends the sentence they are in; everything else stays text.
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"\p{Cf}]+)/u).flatMap((part, index) => {
    let address = part;
    while (/[.,;:!?…'”’»\]]$/u.test(address) || (address.endsWith(")") && !address.includes("("))) {
      address = address.slice(0, -1);
    }

    if (index % 2 === 0 || !URL.canParse(address)) {
      return [part];
    }

    const link = make("a", "", address);
    link.href = address;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    return [link, part.slice(address.length)];
  });
}

function mark(state) {
  const [sign, words] = states[state];
  const element = make("span", "mark", make("span", "", sign), make("span", "unseen", words));
  element.firstChild.setAttribute("aria-hidden", "true");
  element.title = words;
  return element;
}

function action(name, words, item) {
  const button = make("button", `quiet slim ${name}`, words);
  button.type = "button";
  button.dataset[name] = item.temporaryId;
  return button;
}
