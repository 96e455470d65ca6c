import type { ServerResponse } from 'node:http';
import { Gate } from '../gate.ts';
import { toBody, toChunks } from './completion-wire.ts';
import type { ModelRequest } from './model-request.ts';
import { fails } from './replies.ts';
import type { Completion, PlainAnswer, Reply } from './reply.ts';

/** Carries out a reply. Settles when all of it is on its way, or the client is gone. */
export async function sendReply(response: ServerResponse, reply: Reply, request: ModelRequest): Promise<void> {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'cut':
      return void response.destroy();
    case 'held':
      await reply.gate.pass();
      return sendReply(response, reply.reply, request);
    case 'plain':
      return sendPlain(response, reply);
    case 'malformed-body':
      return request.body.stream
        ? sendPlain(response, streamOf(`data: ${reply.text}\n\ndata: [DONE]\n\n`))
        : sendPlain(response, bodyOf(reply.text));
    case 'completion':
      return request.body.stream ? stream(response, reply, request) : sendWhole(response, reply, request);
  }
}

async function sendWhole(response: ServerResponse, completion: Completion, request: ModelRequest): Promise<void> {
  for (const piece of completion.words) if (piece instanceof Gate) await piece.pass();
  const { ending } = completion;
  if (typeof ending === 'object') return sendPlain(response, fails(500, { message: ending.error }));
  const body = toBody(completion, envelopeOf(request));
  if (ending === 'whole') return sendJson(response, body);
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

async function stream(response: ServerResponse, completion: Completion, request: ModelRequest): Promise<void> {
  const { ending } = completion;
  const chunks = toChunks(completion, envelopeOf(request), {
    includeUsage: request.body.stream_options?.include_usage === true,
  });
  response.writeHead(200, streamOf('').headers);
  for (const chunk of ending === 'whole' ? chunks : chunks.slice(0, Math.ceil(chunks.length / 2))) {
    if (chunk instanceof Gate) await chunk.pass();
    else await write(response, chunk);
    if (response.destroyed) return;
  }
  if (ending === 'cut') return void response.destroy();
  if (ending !== 'whole') await write(response, { error: { message: ending.error, type: 'server_error', code: null } });
  response.end('data: [DONE]\n\n');
}

/** Resolves when the chunk is on its way, so that what comes next can't overtake or erase it. */
function write(response: ServerResponse, chunk: unknown): Promise<void> {
  return new Promise((resolve) => {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => resolve());
  });
}

export function sendPlain(response: ServerResponse, { status, headers, body }: PlainAnswer): void {
  response.writeHead(status, headers).end(body);
}

export function sendJson(response: ServerResponse, body: unknown): void {
  sendPlain(response, bodyOf(JSON.stringify(body)));
}

function bodyOf(body: string): PlainAnswer {
  return { kind: 'plain', status: 200, headers: { 'content-type': 'application/json' }, body };
}

function streamOf(body: string): PlainAnswer {
  return { kind: 'plain', status: 200, headers: { 'content-type': 'text/event-stream' }, body };
}

function envelopeOf({ number, body: { model } }: ModelRequest): { number: number; model: string } {
  return { number, model };
}
