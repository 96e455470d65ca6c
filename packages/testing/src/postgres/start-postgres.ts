import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  attachReaper,
  embeddedBinFolder,
  freePort,
  initialiseCluster,
  postgresUser,
  reachableBinaries,
  type Settings,
  writeOwnedFile,
  writeSettings,
} from '@telltale/embedded-postgres/parts';
import { PostgresServer } from './postgres-server.ts';
import { scratchFolder } from './scratch-folder.ts';

/** Names the bin folder of another Postgres for a whole test run; `npm run test:postgres` sets it. */
const BIN_FOLDER = 'TELLTALE_TEST_POSTGRES_BIN';

export interface PostgresOptions {
  /**
   * Whether commits survive a crash of the machine. `false` turns `fsync` and `full_page_writes` off and keeps all
   * files in memory (/dev/shm) if 2 GB are free there. Right for tests: what was committed still survives `kill()`.
   * Default: true, as on a real server.
   */
  readonly fsync?: boolean;
  /** Server settings (postgresql.conf) over the defaults of this function; `ALTER SYSTEM` still wins over them. */
  readonly settings?: Settings;
  /** The bin folder of the Postgres to use, e.g. `/usr/lib/postgresql/15/bin`. Default: that of TELLTALE_TEST_POSTGRES_BIN, else the
   * embedded one. */
  readonly binDir?: string;
  /** Added to the environment of the server, e.g. `LD_PRELOAD`. The making of the data folder doesn't get it. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where the server's own temporary folder is made; decides the disk. Default: the system's temporary folder, or
   * memory as said under `fsync`.
   */
  readonly parentFolder?: string;
}

/**
 * Makes and starts a Postgres server on a free port of 127.0.0.1, with all its files in one temporary folder.
 *
 * It is gone, with its files, after `stop()`, at the end of an `await using` block, or when this process ends, however
 * it ends. Runs as root, too (the server itself then runs as `postgres` or `nobody`). Not on Windows.
 *
 * @throws EmbeddedPostgresError `postgres_unsupported` when there is no binary or user for it, `postgres_start_failed`
 * otherwise.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { binDir, env = {}, fsync = true, parentFolder = fsync ? tmpdir() : scratchFolder() } = options;
  const binFolder = binDir ?? process.env[BIN_FOLDER] ?? embeddedBinFolder();
  const user = postgresUser();
  const folder = await mkdtemp(join(parentFolder, 'telltale-postgres-'));
  const reaper = attachReaper(CLEAN_UP, [folder]);
  try {
    if (user) await chown(folder, user.uid, user.gid);
    const binaries = await reachableBinaries(binFolder, user, folder);
    const dataFolder = join(folder, 'data');
    const password = randomBytes(12).toString('base64url');
    const passwordFile = join(folder, 'password');
    await writeOwnedFile(passwordFile, password, user);
    // Without sync: the files live as long as the test does.
    await initialiseCluster({ binaries, dataFolder, passwordFile, user, sync: false });
    await rm(passwordFile);
    await writeSettings(dataFolder, settingsFor(options), user);
    const server = new PostgresServer({ binaries, folder, port: await freePort(), password, user, env, reaper });
    await server.start();
    return server;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    reaper.release();
    throw error;
  }
}

// SIGQUIT is the immediate shutdown: the server ends its children itself and removes its shared memory, and last its
// postmaster.pid. (Its process id may stay: a lazy init leaves it as a zombie.)
const CLEAN_UP = `
  file="$1/data/postmaster.pid"
  pid=$(head -n 1 "$file") && kill -QUIT "$pid"
  tries=0
  while [ -e "$file" ] && [ $tries -lt 200 ]; do sleep 0.05; tries=$((tries + 1)); done
  rm -rf "$1"`;

function settingsFor({ fsync = true, settings = {} }: PostgresOptions): Settings {
  return {
    max_connections: 300,
    log_line_prefix: '%m [%p] %q%d %a ',
    ...(fsync ? {} : { fsync: false, full_page_writes: false, max_wal_size: '256MB' }),
    ...settings,
  };
}
