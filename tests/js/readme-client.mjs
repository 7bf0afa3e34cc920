// The official client against the server that README.md shows: readme-client.mjs <address>
import { once } from 'node:events';
import { io } from 'socket.io-client';

const address = process.argv[2];
const [one, two] = [io(address), io(address)];
const heard = (socket, event) => new Promise((resolve) => socket.once(event, resolve));
await Promise.all([heard(one, 'connect'), heard(two, 'connect')]);

console.log(`1 + 2 = ${await one.emitWithAck('add', 1, 2)}`);

await one.emitWithAck('join', 'lobby');
const joined = heard(one, 'user joined');
await two.emitWithAck('join', 'lobby');
console.log(`user joined: ${(await joined) === two.id}`);

const messages = [one, two].map((socket) => heard(socket, 'chat message'));
one.emit('chat message', 'hello');
console.log(`chat message: ${(await Promise.all(messages)).join(' ')}`);

one.disconnect();
two.disconnect();
process.stdin.resume();
await once(process.stdin, 'end');
