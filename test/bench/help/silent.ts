/** Every 127.b.c.d on one port, accepts everybody and never says anything. Asked, it says how many are connected. */
import { createServer, type AddressInfo } from 'node:net';
import { answerLines } from './answer-lines.ts';

let connected = 0;
const server = createServer((socket) => {
  if (!socket.remoteAddress?.startsWith('127.')) return void socket.destroy();
  connected++;
  socket.on('error', () => {}).on('close', () => connected--);
  socket.resume();
});
server.listen({ host: '0.0.0.0', port: 0, backlog: 4_096 }, () => {
  void answerLines((server.address() as AddressInfo).port, () => connected);
});
