import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { resolvePath } from '../config/resolve-path.ts';
import { UsageError } from '../errors.ts';

/** What the first word after `submit` names. A file is absolute. */
export type Named =
  | { readonly kind: 'pipeline'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly bytes: number };

/** As pipelines are called. A file of such a name is given as `./name`. */
const PIPELINE_NAME = /^[a-z][a-z0-9_]*$/;

/** Throws `UsageError` for what is none of these. */
export async function whatToSubmit(given: string, cwd: string): Promise<Named> {
  if (PIPELINE_NAME.test(given)) return { kind: 'pipeline', name: given };
  if (/^https?:\/\//i.test(given)) {
    if (URL.canParse(given)) return { kind: 'url', url: given };
    throw new UsageError(`${given} is no address.`, { hint: 'Copy it from the address bar of a browser.' });
  }
  const path = resolvePath(given, cwd);
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return { kind: 'file', path, name: basename(path), bytes: found.size };
  throw new UsageError(found === null ? `There is no file ${path}.` : `${path} is no file.`, {
    hint: 'Give the address of an episode or a feed, an audio file, or the name of a pipeline.',
  });
}
