// Emits on Node's own EventEmitter: for each line "listeners emits" on standard input, the nanoseconds that took, the bytes of one emit and how much was heard.
import { createInterface } from "node:readline";
import { EventEmitter } from "node:events";

class Listener {
  heard = 0;
  hear = (number) => {
    this.heard += number;
  };
}

const make = (count) => {
  const emitter = new EventEmitter();
  const listeners = Array.from({ length: count }, () => new Listener());
  listeners.forEach((listener) => emitter.on("number", listener.hear));
  for (let i = 0; i < 8; i++) {
    emitter.on(`other ${i}`, listeners[0].hear); // an emitter has more events than one
  }
  return { emitter, listeners };
};

const emit = (emitter, emits) => {
  for (let i = 0; i < emits; i++) {
    emitter.emit("number", 1);
  }
};

// Few enough that no collection runs in between.
const bytesOf = (emitter, emits) => {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  emit(emitter, emits);
  return (process.memoryUsage().heapUsed - before) / emits;
};

const made = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [count, emits] = line.split(" ").map(Number);
  if (!made.has(count)) {
    made.set(count, make(count));
  }
  const { emitter, listeners } = made.get(count);
  listeners.forEach((listener) => (listener.heard = 0));
  const start = process.hrtime.bigint();
  emit(emitter, emits);
  const took = process.hrtime.bigint() - start;
  const heard = listeners.reduce((sum, listener) => sum + listener.heard, 0);
  console.log(`${took} ${bytesOf(emitter, 20000)} ${heard}`);
}
