import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { OutboundFailedError } from '../errors.ts';
import { failureInWords } from '../fetch/failure-in-words.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';
import { requestFor } from './forward.ts';
import type { Gate } from './gate.ts';
import { headOf } from './head-of.ts';
import { join } from './join.ts';
import { answerFor, endWith } from './refusal-answer.ts';

/** A WebSocket that is asked for as an http: address, without a tunnel. */
export async function upgrade(gate: Gate, request: IncomingMessage, head: Buffer): Promise<void> {
  const client = request.socket;
  try {
    const way = await gate.open(request);
    const switching = ['Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? ''];
    const { answer, rest } = await switched(requestFor(way, request, switching), way.url.hostname, client);
    client.write(headOf(101, [...endToEndHeaders(answer.rawHeaders), ...switching]));
    client.write(rest);
    way.socket.write(head);
    join(client, way.socket);
  } catch (error) {
    endWith(client, answerFor(error));
  }
}

interface Switched {
  readonly answer: IncomingMessage;
  /** What came of the new protocol with the answer. */
  readonly rest: Buffer;
}

function switched(options: RequestOptions, host: string, client: Socket): Promise<Switched> {
  const { promise, resolve, reject } = Promise.withResolvers<Switched>();
  const outgoing = httpRequest(options);
  const giveUp = () => outgoing.destroy();
  client.once('close', giveUp);
  outgoing.once('upgrade', (answer: IncomingMessage, _socket: Socket, rest: Buffer) => resolve({ answer, rest }));
  outgoing.on('error', (error) => reject(failureInWords(host, error)));
  // A browser wants to know no more than that it has no WebSocket, and a connection that is not one is used for nothing else.
  outgoing.once('response', ({ statusCode }) => {
    reject(new OutboundFailedError(host, `${host} answered with ${statusCode} and opened no WebSocket.`));
    outgoing.destroy();
  });
  outgoing.end();
  return promise.finally(() => client.off('close', giveUp));
}
