// Light and dark: as the system says, until the switch in the header says otherwise. Not a module, so that it runs before anything is painted.
{
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const chosen = read();
  if (chosen) {
    root.dataset.theme = chosen;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      show();
    });

    function show() {
      button.setAttribute("aria-pressed", isDark());
    }
  });

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  }

  // A browser may keep pages from storing anything: then the choice lasts as long as the page.
  function read() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  }

  function keep(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      console.info("This browser does not keep the choice of colours.");
    }
  }
}
