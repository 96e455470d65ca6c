import type { SiteAnswer, Visit } from '../../web/index.ts';

/** How an index answers, whatever it is asked. `hangs`: not before its gate opens, `index-<name>`. */
export type Misbehaviour = 'unauthorized' | 'rate-limited' | 'fails' | 'malformed' | 'hangs';

export type StandInName = 'apple_podcasts' | 'fyyd' | 'podcastindex';

export function jsonAnswer(body: unknown, status = 200): SiteAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Apple answers who asks too often as if it was forbidden; the others say 429. */
const BUSY: Readonly<Record<StandInName, number>> = { apple_podcasts: 403, fyyd: 429, podcastindex: 429 };

export async function misbehave(name: StandInName, how: Misbehaviour, { place }: Visit): Promise<SiteAnswer> {
  switch (how) {
    case 'unauthorized':
      return jsonAnswer({ status: 'false', description: 'Authorization failed.' }, 401);
    case 'rate-limited':
      return { status: BUSY[name], headers: { 'retry-after': '60', 'content-type': 'text/html' }, body: 'Slow down.' };
    case 'fails':
      return { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Internal Server Error</h1>' };
    case 'malformed':
      return { headers: { 'content-type': 'application/json' }, body: '{"results": [' };
    case 'hangs':
      await place.gate(`index-${name}`).pass();
      return jsonAnswer({});
  }
}
