// As much of a browser's document as JSON-P polling needs: scripts that are fetched and run once they are in it, and forms that are posted.
import { runInThisContext } from "node:vm";

class Element {
  style = {};
  children = [];

  constructor(name) {
    this.name = name;
  }

  setAttribute(name, value) {
    this[name] = value;
  }

  appendChild(child) {
    child.parentNode = this;
    this.children.push(child);
    if (child.name === "script") {
      run(child);
    }
  }

  removeChild(child) {
    this.children.splice(this.children.indexOf(child), 1);
    child.parentNode = undefined;
  }

  submit() {
    const area = this.children.find((child) => child.value !== undefined);
    // A browser ends the lines of a form with carriage return and line feed, whatever they ended with.
    const body = new URLSearchParams({ d: area.value.replace(/\r?\n/g, "\r\n") });
    fetch(this.action, { method: "POST", body }).then(
      async (response) => {
        await response.text();
        this.children.find((child) => child.onload !== undefined)?.onload();
      },
      () => {}, // nothing tells the page of a form in a frame that it did not arrive
    );
  }
}

async function run(script) {
  try {
    const response = await fetch(script.src);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(text);
    }

    runInThisContext(text);
  } catch (error) {
    script.onerror?.(error);
  }
}

export function installDocument() {
  globalThis.document ??= {
    head: new Element("head"),
    body: new Element("body"),
    getElementsByTagName: () => [],
    createElement(name) {
      if (name.startsWith("<")) {
        throw new Error("only old Internet Explorers take markup here");
      }

      return new Element(name);
    },
  };
}
