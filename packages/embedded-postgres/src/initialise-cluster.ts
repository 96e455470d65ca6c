import { constants } from 'node:fs';
import { chown, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { SUPERUSER } from './connection-url.ts';
import { runProgram } from './run-program.ts';
import type { SystemUser } from './system-user.ts';
import { writeOwnedFile } from './write-owned-file.ts';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;

/** A file beside postgresql.conf, which includes it last: what it says wins, and ALTER SYSTEM wins over it. */
const SETTINGS_FILE = 'telltale.conf';

export interface InitialiseOptions {
  readonly binaries: PostgresBinaries;
  /** To be made; `user` must be able to get there. */
  readonly dataFolder: string;
  /** Holds the superuser's password in its first line; `user` must be able to read it. */
  readonly passwordFile: string;
  readonly user: SystemUser | undefined;
  /** Whether the files must be on the disk at the end. */
  readonly sync: boolean;
}

export type Settings = Readonly<Record<string, string | number | boolean>>;

/** What every server here has: on loopback alone, over TCP, with times in UTC. */
const COMMON_SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // As files in the data folder. Those in /dev/shm would stay when a server is killed, and containers often give it 64 MB.
  dynamic_shared_memory_type: 'mmap',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Makes a cluster: passwords for every connection, UTF-8, and the C locale: the same order of text on every machine. */
export async function initialiseCluster(options: InitialiseOptions): Promise<void> {
  const { binaries, dataFolder, passwordFile, user, sync } = options;
  const flags = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  const files = [`--pgdata=${dataFolder}`, `--pwfile=${passwordFile}`];
  await mkdir(dataFolder, { mode: 0o700 });
  if (user) await chown(dataFolder, user.uid, user.gid);
  await runProgram(binaries.initdb, [...files, ...flags, ...(sync ? [] : ['--no-sync'])], user);
  // Not through a link, which `user` could have put there by now.
  const conf = await open(join(dataFolder, 'postgresql.conf'), APPEND);
  try {
    await conf.writeFile(`\ninclude '${SETTINGS_FILE}'\n`);
    if (sync) await conf.sync();
  } finally {
    await conf.close();
  }
}

/** Writes the settings with which the server of a cluster will start; one that is given here wins over the common ones. */
export async function writeSettings(dataFolder: string, settings: Settings, user?: SystemUser): Promise<void> {
  const lines = Object.entries({ ...COMMON_SETTINGS, ...settings }).map(
    ([name, value]) => `${name} = '${String(value).replaceAll(/['\\]/g, '$&$&')}'\n`,
  );
  const text = `# Written at each start. To change a setting for good: ALTER SYSTEM.\n${lines.join('')}`;
  await writeOwnedFile(join(dataFolder, SETTINGS_FILE), text, user);
}
