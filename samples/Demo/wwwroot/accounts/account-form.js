const form = document.getElementById("form");
const failure = document.getElementById("failure");
const submit = document.getElementById("submit");
const other = document.getElementById("other");
const query = new URLSearchParams(location.search);

/** Makes the form post itself as JSON to the route of the chosen kind of user, and go on to where its visitor wanted to be. */
export function prepareAccountForm(route) {
  const kind = form.querySelector(`[name=kind][value="${CSS.escape(query.get("kind") ?? "")}"]`);
  if (kind) {
    kind.checked = true;
  }

  // Whoever changes from logging in to signing up still wants to go there.
  other.search = query.toString();

  form.addEventListener("submit", async event => {
    event.preventDefault();
    clear();
    submit.disabled = true;
    try {
      await post(route);
    } catch {
      fail("The server cannot be reached. Try again in a moment.");
    } finally {
      submit.disabled = false;
    }
  });
}

async function post(route) {
  const { kind, ...fields } = Object.fromEntries(new FormData(form));
  const response = await fetch(`/api/${kind}s/${route}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  if (response.ok) {
    location.assign(destination());
    return;
  }

  const problem = await response.json();
  if (problem.errors) {
    showProblems(problem.errors);
  } else {
    fail(problem.detail ?? problem.title);
  }
}

// Only a page of this site: an address that somebody else put into the link is not followed. As a whole, since a path may begin with two slashes, and
// alone it would be read as another site's.
function destination() {
  const wanted = URL.parse(query.get("returnUrl") ?? "/chat/", location.origin);
  return wanted?.origin === location.origin ? wanted.href : "/chat/";
}

function showProblems(errors) {
  let first;
  for (const [field, [text]] of Object.entries(errors)) {
    const input = document.getElementById(field);
    const problem = document.getElementById(`${field}-problem`);
    input.setAttribute("aria-invalid", "true");
    problem.textContent = text;
    problem.hidden = false;
    first ??= input;
  }

  first?.focus();
}

function fail(text) {
  failure.textContent = text;
  failure.hidden = false;
}

function clear() {
  failure.hidden = true;
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    document.getElementById(`${input.id}-problem`).hidden = true;
  }
}
