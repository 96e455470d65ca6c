import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DashboardMissingError } from './dashboard-missing-error.ts';

/** The built dashboard: files to serve, and how. It is what `createServer` of @telltale/server takes. */
export interface BuiltDashboard {
  /** The folder with `index.html`. */
  readonly folder: string;
  /** The files that the page at an address (`/runs/$runId`) needs beside what `index.html` names. */
  readonly preloads: Readonly<Record<string, readonly string[]>>;
}

const BUILT = new URL('../built/', import.meta.url);

/** Finds the built dashboard. Throws `DashboardMissingError`. */
export async function openDashboard(): Promise<BuiltDashboard> {
  const folder = fileURLToPath(new URL('files', BUILT));
  try {
    const preloads = JSON.parse(await readFile(new URL('preloads.json', BUILT), 'utf8')) as BuiltDashboard['preloads'];
    return { folder, preloads };
  } catch (cause) {
    throw new DashboardMissingError(folder, { cause });
  }
}
