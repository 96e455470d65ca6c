import { migrateSchema, type OwnSchema } from '@telltale/ledger';

/** Where the library of episodes keeps its tables, beside the ledger's. */
export const LIBRARY_SCHEMA: OwnSchema = {
  schema: 'telltale_episode',
  // The same depth below the package's root in src/ and in the built dist/.
  folder: new URL('../../migrations/', import.meta.url),
};

/**
 * Brings the tables of the library in a database to this version. Safe to call from any number of processes at once, and
 * cheap when there is nothing to do. Throws what `migrateSchema` throws.
 */
export async function migrateLibrary(database: Parameters<typeof migrateSchema>[0]): Promise<void> {
  await migrateSchema(database, LIBRARY_SCHEMA);
}
