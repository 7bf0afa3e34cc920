// Answers each line with itself; "die" makes it fail.
import { createInterface } from 'node:readline';

console.log(`started with ${process.argv[2] ?? 'nothing'}`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'die') {
    console.error('dying as asked');
    process.exit(3);
  }

  console.log(`you said: ${line}`);
}
