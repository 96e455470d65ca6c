import type { Context } from 'hono';
import { changesNothing } from './origin.ts';

/** Whether a person waits in front of a browser for the answer. */
export function wantsPage(c: Context): boolean {
  const mode = c.req.header('sec-fetch-mode') ?? 'navigate';
  return changesNothing(c) && mode === 'navigate' && (c.req.header('accept') ?? '').includes('text/html');
}
