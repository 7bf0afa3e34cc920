// The official client, used as the page of samples/HelloWorld uses it: hello-client.mjs <address> <transport>
// Prints what it is told; each line it reads it says in the chat.
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';

const [address, transport] = process.argv.slice(2);
const socket = io(address, { transports: [transport] });
socket.on('connect_error', (error) => console.error(error.message));
socket.on('welcome', (id) => console.log(`welcome ${id}`));
socket.on('chat message', (text) => console.log(`chat message over ${socket.io.engine.transport.name}: ${text}`));
for await (const line of createInterface({ input: process.stdin })) {
  socket.emit('chat message', line);
}

socket.disconnect();
