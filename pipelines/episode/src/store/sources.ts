import { createHash } from 'node:crypto';

/** By what an episode is recognised. */
export interface EpisodeSource {
  readonly kind: 'url' | 'guid' | 'sha256';
  readonly value: string;
}

/** Ids that nobody gives out twice: URLs, URNs, UUIDs, and other long ones. A title is none, however long it is. */
const WORLDWIDE = /^(?:https?:\/\/|urn:|tag:|[0-9a-f]{8}-[0-9a-f]{4}-|\S{24,}$)/i;

/** An address as it is compared: without its fragment, its default port and the slash at its end. */
export function urlSource(url: string): EpisodeSource {
  const parsed = new URL(url);
  parsed.hash = '';
  return { kind: 'url', value: parsed.href.replace(/\/$/, '') };
}

/** Whether a guid says which episode is meant wherever it stands. `42` says nothing outside of its feed. */
export function isWorldwide(guid: string): boolean {
  return WORLDWIDE.test(guid.trim());
}

/** A guid as it is compared. */
export function guidSource(guid: string, feedUrl: string | null): EpisodeSource {
  const given = guid.trim();
  return { kind: 'guid', value: isWorldwide(given) ? given : `${given} in ${feedUrl ?? 'no feed'}` };
}

/**
 * The id that an episode gets if it is found by this source first: whoever comes at the same time gets the same. A feed's
 * address leads to one episode after the other: `nth`, from 0, tells them apart.
 */
export function idFromSource({ kind, value }: EpisodeSource, nth: number): string {
  return createHash('sha256')
    .update(nth === 0 ? `${kind} ${value}` : `${kind} ${value} ${nth}`)
    .digest('hex')
    .slice(0, 16);
}
