import { make, size, time } from "./elements.js";

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
    button.setAttribute("aria-label", `Delete “${(message.text || message.file?.name || "").slice(0, 60)}”`);
    element.append(button);
  }

  return element;
}

/** Makes the element of what is not stored yet. */
export function waitingElement(item) {
  const bubble = make("div", "bubble", ...(item.text ? [make("p", "text", item.text)] : []));
  if (item.file) {
    bubble.append(make("p", "file", make("b", "", item.file.name), make("span", "note", size(item.file.size))));
  }

  const foot = make("p", "foot-line", item.problem ? `Not sent: ${item.problem}` : "Sending…");
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
    image.alt = file.name;
    image.loading = "lazy";
    link.target = "_blank";
    link.classList.add("picture");
    link.append(image);
  } else {
    link.setAttribute("download", file.name);
    link.append(make("b", "", file.name), " ", make("span", "note", size(file.size)));
  }

  return link;
}

// Addresses in a text become links; everything else stays text.
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/u).map((part, index) => {
    if (index % 2 === 0) {
      return part;
    }

    const link = make("a", "", part);
    link.href = part;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    return link;
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
