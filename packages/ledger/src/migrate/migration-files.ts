import { readdir, readFile } from 'node:fs/promises';

/** One numbered SQL file of the folder `migrations`. */
export interface Migration {
  readonly version: number;
  /** The file's name. */
  readonly file: string;
  /** Its first line is `-- breaking`: a Telltale that does not know it cannot work with the database any more. */
  readonly breaking: boolean;
  readonly sql: string;
}

// The same depth below the package's root in src/ and in the built dist/.
const FOLDER = new URL('../../migrations/', import.meta.url);
const FILE_NAME = /^(\d{6})_\w+\.sql$/;

/** All migrations that this version of the package knows, oldest first. */
export async function readMigrations(folder: URL = FOLDER): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => FILE_NAME.test(file)).sort();
  return await Promise.all(files.map((file) => readMigration(folder, file)));
}

/** The version that a database has after `migrate`. */
export async function ownVersion(): Promise<number> {
  const migrations = await readMigrations();
  return migrations.at(-1)?.version ?? 0;
}

async function readMigration(folder: URL, file: string): Promise<Migration> {
  const sql = await readFile(new URL(file, folder), 'utf8');
  return { version: Number(file.slice(0, 6)), file, breaking: /^-- breaking\s*\n/.test(sql), sql };
}
