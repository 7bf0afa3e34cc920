// A conversation of JSON lines over standard input and output: requests come in as {id, method, params} and go out as {id, result}
// or {id, error}. A method may ask its caller something in between: {id, ask} goes out, {id, answer} comes back.
import { createInterface } from "node:readline";

export function serve(methods) {
  const waiting = new Map();
  const write = (message) => process.stdout.write(JSON.stringify(message) + "\n");

  createInterface({ input: process.stdin }).on("line", async (line) => {
    const { id, method, params, answer } = JSON.parse(line);
    if (method === undefined) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
      return;
    }

    const ask = (question) =>
      new Promise((resolve) => {
        waiting.set(id, resolve);
        write({ id, ask: question });
      });
    try {
      write({ id, result: (await methods[method](params ?? {}, ask)) ?? null });
    } catch (error) {
      write({ id, error: error.stack ?? String(error), trace: error.trace ?? null });
    }
  }).on("close", () => process.exit(0));
}
