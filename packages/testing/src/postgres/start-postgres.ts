import { randomBytes } from 'node:crypto';
import { appendFile, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { attachReaper } from '../reaper.ts';
import { findBinFolder, type PostgresBinaries } from './binaries.ts';
import { PostgresServer } from './postgres-server.ts';
import { reachableBinaries } from './reachable-binaries.ts';
import { runProgram } from './run-program.ts';
import { scratchFolder } from './scratch-folder.ts';
import { postgresUser, type SystemUser } from './system-user.ts';

export interface PostgresOptions {
  /**
   * Whether commits survive a crash of the machine. `false` turns `fsync` and `full_page_writes` off and keeps all
   * files in memory (/dev/shm) if 2 GB are free there. Right for tests: what was committed still survives `kill()`.
   * Default: true, as on a real server.
   */
  readonly fsync?: boolean;
  /** Server settings (postgresql.conf) over the defaults of this function; `ALTER SYSTEM` still wins over them. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** The bin folder of the Postgres to use, e.g. `/usr/lib/postgresql/15/bin`. Default: the embedded one. */
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
 * @throws TestingError `postgres_unsupported` when there is no binary or user for it, `postgres_start_failed`
 * otherwise.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { binDir, env = {}, fsync = true, parentFolder = fsync ? tmpdir() : scratchFolder() } = options;
  const binFolder = findBinFolder(binDir);
  const user = postgresUser();
  const folder = await mkdtemp(join(parentFolder, 'telltale-postgres-'));
  const reaper = attachReaper(CLEAN_UP, [folder]);
  try {
    if (user) await chown(folder, user.uid, user.gid);
    const binaries = await reachableBinaries(binFolder, user, folder);
    const password = randomBytes(12).toString('base64url');
    await initialise({ binaries, folder, password, user });
    await configure(folder, options);
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

interface Initialise {
  readonly binaries: PostgresBinaries;
  readonly folder: string;
  readonly password: string;
  readonly user: SystemUser | undefined;
}

async function initialise({ binaries, folder, password, user }: Initialise): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  // --no-sync: the files live as long as the test does. The C locale: the same order of text on every machine.
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const files = [`--pgdata=${join(folder, 'data')}`, `--pwfile=${passwordFile}`];
  await runProgram(binaries.initdb, [...files, ...flags], user);
  await rm(passwordFile);
}

async function configure(folder: string, { fsync = true, settings = {} }: PostgresOptions): Promise<void> {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    // As files in the data folder, which goes as a whole. Those in /dev/shm would stay when a server is killed.
    dynamic_shared_memory_type: 'mmap',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%d %a ',
    ...(fsync ? {} : { fsync: false, full_page_writes: false, max_wal_size: '256MB' }),
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`);
  // In the file and not on the command line, so that a test can still use ALTER SYSTEM.
  await appendFile(join(folder, 'data', 'postgresql.conf'), `\n${lines.join('\n')}\n`);
}
