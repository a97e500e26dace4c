/** A version in a slot: `app.mjs <port> <version>`. Lets what it has begun end when it is asked to go. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [, , port, version] = process.argv;
const server = createServer((_, response) => {
  setTimeout(() => response.end(version), 5 + Math.random() * 30);
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
// Whoever opens a WebSocket is told by which version every message is answered.
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', () => socket.send(version));
});
