import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_PATH, ENDPOINTS, type Endpoint, type EndpointName, type ErrorBody, errorSchema } from '@telltale/api';
import type { TraceEvent } from '@telltale/core';
import { type ArtifactStore, createLocalArtifactStore, createWorker, type Worker } from '@telltale/engine';
import { type Client, createClient } from '@telltale/engine/client';
import type { TestDatabase } from '@telltale/testing';
import type { Hono } from 'hono';
import type pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import type { z } from 'zod';
import { createAccess } from '../src/access/create-access.ts';
import type { ServerContext, ServerEnv } from '../src/context.ts';
import { createApp } from '../src/create-app.ts';
import { RunBodies } from '../src/runs/run-bodies.ts';
import { createStreams } from '../src/stream/streams.ts';
import { type Script, scripted, subjectOf } from './scripted-pipeline.ts';

export type ResultOf<N extends EndpointName> = (typeof ENDPOINTS)[N] extends {
  readonly result: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

export interface Ask {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface TestServerOptions {
  /** Whether a worker executes runs. Default: true. */
  readonly working?: boolean;
  readonly artifacts?: ArtifactStore | null;
  /** Changes what the application is made of. */
  readonly context?: (context: ServerContext) => ServerContext;
}

/** The application in process, for all tests of a file. Call it at its top, after `testDatabase()`. */
export function testServer(db: TestDatabase, options: TestServerOptions = {}): TestServer {
  const server = new TestServer(() => db.pool(), options);
  let worker: Worker | null = null;
  beforeAll(async () => {
    await server.open();
    if (options.working === false) return;
    worker = await createWorker({ url: db.url, pipelines: [scripted], artifacts: server.artifacts });
  });
  afterAll(async () => {
    await worker?.stop({ graceMs: 0 });
    await server.close();
  });
  return server;
}

export class TestServer {
  readonly lines: LogLine[] = [];
  readonly artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-server-test-${process.pid}`) });
  readonly #makePool: () => pg.Pool;
  readonly #options: TestServerOptions;
  #context: ServerContext | null = null;
  #app: Hono<ServerEnv> | null = null;

  constructor(makePool: () => pg.Pool, options: TestServerOptions = {}) {
    this.#makePool = makePool;
    this.#options = options;
  }

  async open(): Promise<void> {
    const pool = this.#makePool();
    const { artifacts = this.artifacts, context = (same) => same } = this.#options;
    const pipelines = [scripted];
    const client = await createClient({ pool, pipelines, ...(artifacts === null ? {} : { artifacts }) });
    const logger = this.#logger();
    const now = Date.now;
    const access = createAccess({ pool, logger, now, hostname: '127.0.0.1' });
    const bodies = new RunBodies(client.reader);
    const streams = createStreams({ client, bodies, logger, now });
    const startedAt = new Date(now()).toISOString();
    const metrics = undefined;
    const library = undefined;
    const made = {
      client,
      pool,
      pipelines,
      bodies,
      access,
      streams,
      library,
      logger,
      metrics,
      version: '1.2.3',
      startedAt,
      now,
    };
    this.#context = context(made);
    this.#app = createApp(this.#context);
  }

  async close(): Promise<void> {
    await this.#context?.streams.close();
    await this.#context?.client.close();
  }

  get client(): Client {
    return this.context.client;
  }

  get context(): ServerContext {
    if (this.#context === null) throw new Error('the server is there in tests only');
    return this.#context;
  }

  get app(): Hono<ServerEnv> {
    if (this.#app === null) throw new Error('the server is there in tests only');
    return this.#app;
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    // The other end of the socket that there would be.
    const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
    return await this.app.request(`http://localhost:4040${path}`, init, bindings);
  }

  /** Asks an endpoint, as the contract says where it is. */
  async ask(name: EndpointName, { params = {}, query = {}, headers = {}, body }: Ask = {}): Promise<Response> {
    const { method, path }: Endpoint = ENDPOINTS[name];
    const place = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
    );
    return await this.request(`${API_PATH}${place}${search.size === 0 ? '' : `?${search}`}`, {
      method: method.toUpperCase(),
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The JSON of a success, which has to be exactly what the contract says: no field less, none more. */
  async ok<N extends EndpointName>(name: N, ask: Ask = {}): Promise<ResultOf<N>> {
    const response = await this.ask(name, ask);
    const text = await response.text();
    expect(response.ok, text).toBe(true);
    const { result }: Endpoint = ENDPOINTS[name];
    if (result === undefined) return undefined as ResultOf<N>;
    const body: unknown = JSON.parse(text);
    expect(result.parse(body)).toEqual(body);
    return body as ResultOf<N>;
  }

  /** The error of an answer that is no success, with its status. */
  async error(name: EndpointName, ask: Ask = {}): Promise<{ readonly status: number } & ErrorBody['error']> {
    return await errorOf(await this.ask(name, ask));
  }

  /** Submits a run that does this; gives its id. */
  async start(script: Script = () => undefined): Promise<string> {
    return (await this.client.submit(scripted, { subject: subjectOf(script) })).runId;
  }

  /** Runs this to its end. */
  async run(script?: Script): Promise<string> {
    const runId = await this.start(script);
    await this.client.wait(runId);
    return runId;
  }

  /** Waits until the trace of a run tells of this. */
  async seen(runId: string, isIt: (event: TraceEvent) => boolean): Promise<TraceEvent> {
    const stop = new AbortController();
    try {
      for await (const message of await this.client.feed.subscribe(runId, { after: 0, signal: stop.signal })) {
        const event = message.kind === 'events' ? message.events.find(isIt) : undefined;
        if (event !== undefined) return event;
      }
    } finally {
      stop.abort();
    }
    throw new Error(`the trace of ${runId} ended without it`);
  }

  #logger(): ServerContext['logger'] {
    const log = (level: LogLine['level']) => (fields: object, message: string) =>
      void this.lines.push({ level, fields: { ...fields }, message });
    return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  }
}

export async function errorOf(response: Response): Promise<{ readonly status: number } & ErrorBody['error']> {
  const body = errorSchema.strict().parse(await response.json());
  return { status: response.status, ...body.error };
}
