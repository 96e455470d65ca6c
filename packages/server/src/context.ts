import type { HttpBindings } from '@hono/node-server';
import type { Instant } from '@telltale/core';
import type { Client, ClientOptions } from '@telltale/engine/client';
import type { Metrics, Logger as TelemetryLogger } from '@telltale/telemetry';
import type { Pool } from 'pg';
import type { Access } from './access/access.ts';
import type { Principal } from './access/principal.ts';
import type { OpenedDashboard } from './dashboard/open-dashboard.ts';
import type { PublicFiles } from './files/file-routes.ts';
import type { Library } from './library/library.ts';
import type { RunBodies } from './runs/run-bodies.ts';
import type { SettingsProvider } from './settings/settings-provider.ts';
import type { Streams } from './stream/streams.ts';

/** What all routes work with. */
export interface ServerContext {
  readonly client: Client;
  /** The pool that the client uses. */
  readonly pool: Pool;
  readonly pipelines: NonNullable<ClientOptions['pipelines']>;
  readonly bodies: RunBodies;
  readonly access: Access;
  readonly streams: Streams;
  /** Without one, what is asked of it is answered with `library_missing`. */
  readonly library: Library | undefined;
  /** Without one, what is asked of it is answered with `settings_missing`. */
  readonly configuration?: SettingsProvider | undefined;
  readonly logger: Logger;
  readonly metrics: ServerMetrics | undefined;
  /** What everybody may read. */
  readonly files?: PublicFiles | undefined;
  /** Without one, browsers get a page that says what runs here. */
  readonly dashboard?: OpenedDashboard | undefined;
  /** Of Telltale. */
  readonly version: string;
  readonly startedAt: Instant;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** What the middleware of this server puts on a request. Without a socket, as in tests, there are no bindings. */
export interface ServerEnv {
  Variables: { principal: Principal };
  Bindings: Partial<HttpBindings>;
}

/** Where the lines of this process's own log go. */
export type Logger = Omit<TelemetryLogger, 'child'>;

/** What is counted of the server, and the text of all that this process counts. */
export type ServerMetrics = Pick<Metrics, 'contentType' | 'text' | 'server'>;
