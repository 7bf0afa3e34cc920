import { createInterface } from "node:readline";

// How the rig talks to a peer: the peer says where it listens, then answers questions until its input ends.
export function serveControl(port, collect) {
  console.log(`listening ${port}`);
  const answers = {
    collect: () => {
      collect();
      return sample();
    },
    sample,
  };
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => console.log(JSON.stringify(answers[line]())));
  lines.on("close", () => process.exit(0));
}

function sample() {
  return { heapBytes: process.memoryUsage().heapUsed };
}
