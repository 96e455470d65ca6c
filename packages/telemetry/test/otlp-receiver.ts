import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
}

interface ReceivedLog {
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
  readonly body: unknown;
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A collector as OTLP/HTTP with JSON wants it, which keeps what it is sent. */
export interface OtlpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly headers: readonly NodeJS.Dict<string | string[]>[];
  /** All bodies, as they came. */
  readonly text: string;
  /** Answers with this status from now on, also what still waits for an answer; 0: with nothing. */
  answerWith(status: number): void;
  /** Resolves once a span, or a log record, that matches has come. */
  span(matches: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  log(matches: (log: ReceivedLog) => boolean): Promise<ReceivedLog>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received = {
    spans: [] as ReceivedSpan[],
    logs: [] as ReceivedLog[],
    resources: [] as Record<string, unknown>[],
  };
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const bodies: string[] = [];
  const waiting = new Set<() => void>();
  const unanswered: (() => void)[] = [];
  let status = 200;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      headers.push(request.headers);
      const answer = (): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      };
      if (status === 0) unanswered.push(answer);
      else answer();
      if (status !== 200) return;
      keep(request.url ?? '', JSON.parse(body));
      for (const look of waiting) look();
    });
  });
  // biome-ignore lint/suspicious/noExplicitAny: the shape is OTLP's, and this reads what a test looks at.
  function keep(path: string, body: any): void {
    for (const { resource, scopeSpans = [], scopeLogs = [] } of [
      ...(body.resourceSpans ?? []),
      ...(body.resourceLogs ?? []),
    ]) {
      received.resources.push(attributesOf(resource.attributes));
      for (const { spans } of scopeSpans) for (const span of spans) received.spans.push(toSpan(span));
      for (const { logRecords } of scopeLogs) for (const record of logRecords) received.logs.push(toLog(record));
    }
    if (path !== '/v1/traces' && path !== '/v1/logs') throw new Error(`nothing is served at ${path}`);
  }

  async function find<T>(list: readonly T[], matches: (one: T) => boolean): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const look = (): void => {
      const found = list.find(matches);
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
    return await promise;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...received,
    headers,
    get text() {
      return bodies.join('\n');
    },
    answerWith: (next) => {
      status = next;
      for (const answer of unanswered.splice(0)) answer();
    },
    span: (matches) => find(received.spans, matches),
    log: (matches) => find(received.logs, matches),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function toSpan({ traceId, spanId, parentSpanId = '', name, kind, status, ...span }: any): ReceivedSpan {
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    status,
    startMs: Number(span.startTimeUnixNano) / 1e6,
    endMs: Number(span.endTimeUnixNano) / 1e6,
    attributes: attributesOf(span.attributes),
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    events: (span.events ?? []).map((event: any) => ({ name: event.name, attributes: attributesOf(event.attributes) })),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function toLog({ traceId, spanId, eventName, body, timeUnixNano, attributes }: any): ReceivedLog {
  return {
    traceId,
    spanId,
    eventName,
    body: Object.values(body)[0],
    atMs: Number(timeUnixNano) / 1e6,
    attributes: attributesOf(attributes),
  };
}

function attributesOf(list: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
}
