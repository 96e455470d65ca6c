import { type ClientOptions, createClient, createPool } from '@telltale/engine/client';
import type { Pool } from 'pg';
import { createAccess } from './access/create-access.ts';
import { assertMayListen, type Reach } from './access/reach.ts';
import type { Logger, ServerMetrics } from './context.ts';
import { createApp } from './create-app.ts';
import type { Dashboard } from './dashboard/dashboard.ts';
import { openDashboard } from './dashboard/open-dashboard.ts';
import type { PublicFiles } from './files/file-routes.ts';
import { type Address, listen } from './http/listener.ts';
import type { Library } from './library/library.ts';
import { RunBodies } from './runs/run-bodies.ts';
import type { SettingsProvider } from './settings/settings-provider.ts';
import type { StreamSettings } from './stream/settings.ts';
import { createStreams, type Streams } from './stream/streams.ts';

/** Where others find the server, and who may use it. */
interface CommonOptions extends Partial<Reach> {
  /** The pipelines that can be submitted. Default: none. */
  readonly pipelines?: ClientOptions['pipelines'];
  /** Where the workers put the files of runs. Default: none, and files cannot be read. */
  readonly artifacts?: ClientOptions['artifacts'];
  /** The episodes that can be read and searched. Default: none. It stays the caller's to close. */
  readonly library?: Library;
  /** What is told of how this process was configured. Default: nothing. */
  readonly configuration?: SettingsProvider;
  /** Default: 4040. 0: any port that is free. */
  readonly port?: number;
  /** Files that everybody may read who reaches the server, without a login. Default: none. */
  readonly files?: PublicFiles;
  /** What browsers are shown. Default: a page that says what runs here. */
  readonly dashboard?: Dashboard;
  readonly logger: Logger;
  /** Default: nothing is counted, and there is no `/metrics`. */
  readonly metrics?: ServerMetrics;
  /** Of Telltale. */
  readonly version: string;
  /** Ms since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  readonly settings?: { readonly streams?: Partial<StreamSettings> };
}

/** `url`: the server makes a pool of its own. `pool`: it uses this one, which stays the caller's to close. */
export type ServerOptions = CommonOptions &
  ({ readonly url: string; readonly pool?: never } | { readonly pool: Pool; readonly url?: never });

export interface Server extends AsyncDisposable {
  readonly address: Address;
  readonly streams: Pick<Streams, 'clients'>;
  /**
   * Takes no new request, tells the streams to come back later, and ends. Requests that are not done after `graceMs` (default:
   * 5,000) are cut.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

const DEFAULT_PORT = 4040;
const DEFAULT_GRACE_MS = 5_000;
const LOOPBACK = '127.0.0.1';

/**
 * Starts the server on a database that `setUpDatabase` has prepared. By default it can be reached from this machine only, and
 * takes no login.
 *
 * Throws `PortInUseError`, `AddressUnavailableError`, `TokensMissingError` where a login is needed and nobody could log in,
 * `InvalidAllowedHostError`, `DashboardInvalidError`, and what `createClient` throws.
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  await using stack = new AsyncDisposableStack();
  const { hostname = LOOPBACK, port = DEFAULT_PORT, now = Date.now, logger, metrics, version } = options;
  const { pipelines = [], artifacts, library, configuration, files } = options;
  const dashboard = options.dashboard && (await openDashboard(options.dashboard));
  const pool = options.pool ?? ownPool(stack, options.url);
  const client = stack.use(await createClient({ pool, pipelines, ...(artifacts === undefined ? {} : { artifacts }) }));
  const reach: Reach = { hostname, allowedHosts: options.allowedHosts, login: options.login };
  const access = createAccess({ ...reach, pool, logger, now });
  await assertMayListen({ ...reach, pool });
  const bodies = new RunBodies(client.reader);
  const streams = createStreams({
    client,
    bodies,
    logger,
    now,
    settings: options.settings?.streams ?? {},
    hooks: metrics?.server ?? {},
  });
  stack.defer(() => streams.close());
  const startedAt = new Date(now()).toISOString();
  const app = createApp({
    client,
    pool,
    pipelines,
    bodies,
    access,
    streams,
    library,
    configuration,
    files,
    dashboard,
    logger,
    metrics,
    version,
    startedAt,
    now,
  });
  const listener = await listen(app.fetch, hostname, port);
  const resources = stack.move();

  let closed: Promise<void> | null = null;
  const close = ({ graceMs = DEFAULT_GRACE_MS } = {}) => {
    closed ??= closeAll(graceMs);
    return closed;
  };
  async function closeAll(graceMs: number): Promise<void> {
    const quiet = listener.close(graceMs);
    await streams.close();
    await quiet;
    await resources.disposeAsync();
  }

  return { address: listener.address, streams, close, [Symbol.asyncDispose]: () => close() };
}

function ownPool(stack: AsyncDisposableStack, url: string): Pool {
  const pool = createPool({ connectionString: url, application_name: 'telltale-server' });
  stack.defer(() => pool.end());
  return pool;
}
