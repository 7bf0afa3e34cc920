// BullMQ as the job rig drives it: a line of JSON with a command comes in, a line of JSON with what came of it goes out. One process adds jobs, another works.
import { createInterface } from 'node:readline';
import { Queue, Worker, createPostgresBackend, withBackend } from 'bullmq';

const settings = JSON.parse(process.argv[2]);
const isPostgres = settings.store === 'postgres';
const kinds = isPostgres ? withBackend(createPostgresBackend) : { Queue, Worker };
const connection = isPostgres
  ? { host: settings.host, port: settings.port, user: 'postgres', database: settings.database, max: settings.connections, migrate: true }
  : { host: settings.host, port: settings.port };

const jobOptions = {
  attempts: settings.attempts,
  backoff: { type: 'exponential', delay: settings.backoffMilliseconds },
  removeOnComplete: { age: settings.keepSeconds },
  removeOnFail: { age: settings.keepSeconds },
};
const queue = new kinds.Queue('bench', { connection, defaultJobOptions: jobOptions });
const now = () => Number(process.hrtime.bigint()); // the monotonic clock, which all processes of a machine share

let worker;
let began = 0; // when the first job since the worker was started began
let ended = 0;
let failed = 0;
let lastEnd = 0;
let latencies = [];
let reached;

async function emit({ count, concurrency }) {
  const start = now();
  let next = 0;
  const loop = async () => {
    while (next < count) {
      await queue.add('bench', { at: now(), number: next++, text: settings.text });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return { count, seconds: (now() - start) / 1e9 };
}

async function pace({ bursts, size, intervalMilliseconds }) {
  const added = [];
  const start = now();
  for (let burst = 0; burst < bursts; burst++) {
    const wait = start / 1e6 + burst * intervalMilliseconds - now() / 1e6;
    if (wait > 0) {
      await new Promise(resolve => setTimeout(resolve, wait));
    }
    for (let i = 0; i < size; i++) {
      added.push(queue.add('bench', { at: now(), number: i, text: settings.text }));
    }
  }
  await Promise.all(added);
  return { count: bursts * size, seconds: (now() - start) / 1e9 };
}

function forget() {
  [began, ended, failed, latencies] = [0, 0, 0, []];
  return {};
}

async function work({ concurrency }) {
  forget();
  worker = new kinds.Worker('bench', async job => {
    const start = now();
    began ||= start;
    latencies.push(start - job.data.at);
  }, { connection, concurrency });
  worker.on('completed', () => {
    ended++;
    lastEnd = now();
    reached?.();
  });
  worker.on('failed', () => failed++);
  worker.on('error', error => console.error(error));
  await worker.waitUntilReady();
  return {};
}

async function done({ count }) {
  await new Promise(resolve => {
    reached = () => ended >= count && resolve();
    reached();
  });
  reached = undefined;
  const sorted = Float64Array.from(latencies).sort();
  const at = part => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1e6;
  return { count: ended, failed, started: sorted.length, seconds: (lastEnd - began) / 1e9, p50Milliseconds: at(0.5), p99Milliseconds: at(0.99) };
}

const stop = () => worker.close().then(() => ({}));

async function counts() {
  const { completed, failed: dead, ...others } = await queue.getJobCounts();
  return { completed, dead, open: Object.values(others).reduce((sum, count) => sum + count, 0) };
}

function sample() {
  globalThis.gc?.();
  return { heapBytes: process.memoryUsage().heapUsed, residentBytes: process.memoryUsage().rss };
}

const commands = { emit, pace, work, forget, done, stop, counts, sample };
await queue.waitUntilReady();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const { name, ...details } = JSON.parse(line);
  console.log(JSON.stringify(await commands[name](details)));
}
process.exit(0);
