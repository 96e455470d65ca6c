import type { IncomingMessage } from 'node:http';
import type { Gate } from './gate.ts';
import { join } from './join.ts';
import { answerFor, endWith } from './refusal-answer.ts';

/** `CONNECT host:port`: what goes through afterwards is encrypted, or a WebSocket. */
export async function tunnel(gate: Gate, request: IncomingMessage, head: Buffer): Promise<void> {
  const client = request.socket;
  try {
    const { socket } = await gate.open(request);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.write(head);
    join(client, socket);
  } catch (error) {
    endWith(client, answerFor(error));
  }
}
