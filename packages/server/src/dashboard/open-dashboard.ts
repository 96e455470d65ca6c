import type { Dashboard } from './dashboard.ts';
import { DashboardInvalidError } from './errors.ts';
import { isAt } from './page-address.ts';
import { pageTemplate } from './page-template.ts';
import { type BuiltFile, readFiles } from './read-files.ts';

const INDEX = '/index.html';

/** The dashboard in memory, ready to be given. */
export interface OpenedDashboard {
  /** By their paths on the server. There is no data of anybody in them. */
  readonly files: ReadonlyMap<string, BuiltFile>;
  /**
   * The page at a path. Its script shows what is there.
   * @param nonce for this answer only: of the style elements that the script makes
   */
  readonly page: (path: string, nonce: string) => string;
}

/** Reads the built files. Throws `DashboardInvalidError`. */
export async function openDashboard({ folder, preloads = {} }: Dashboard): Promise<OpenedDashboard> {
  const files = new Map(await readAll(folder));
  const index = files.get(INDEX);
  if (index === undefined) throw new DashboardInvalidError(folder, { what: 'it has no index.html' });
  files.delete(INDEX);
  const template = pageTemplate(index.content.toString());
  if (template === null) throw new DashboardInvalidError(folder, { what: 'its index.html has no place for a nonce' });
  const preloadsAt = (path: string) => Object.entries(preloads).find(([pattern]) => isAt(path, pattern))?.[1] ?? [];
  return { files, page: (path, nonce) => template.render(nonce, preloadsAt(path)) };
}

async function readAll(folder: string): Promise<ReadonlyMap<string, BuiltFile>> {
  try {
    return await readFiles(folder);
  } catch (cause) {
    throw new DashboardInvalidError(folder, { what: 'it cannot be read', cause });
  }
}
