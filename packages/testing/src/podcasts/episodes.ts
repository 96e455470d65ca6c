/** An episode of the publisher, with a recording of its own. */
export interface ScriptedEpisode {
  /** Names its page, its recording and its addresses. */
  readonly key: string;
  readonly title: string;
  readonly guid: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  readonly description: string;
  /** Of its recording. */
  readonly format: 'mp3' | 'm4a' | 'wav';
}

function episode(day: number, key: string, title: string, format: ScriptedEpisode['format'] = 'mp3'): ScriptedEpisode {
  const publishedAt = `2026-03-${String(day).padStart(2, '0')}T06:00:00.000Z`;
  const guid = `harbour-lights-2026-03-${day}-${key}`;
  return { key, title, guid, publishedAt, description: `${title}. A minute at the harbour.`, format };
}

/** One for each page that is an episode. */
export const EPISODES = {
  static: episode(1, 'static', 'The Radium Coast'),
  jsonLd: episode(2, 'json-ld', 'A Voyage to Chile', 'm4a'),
  feedOnly: episode(3, 'feed-only', 'The Fog Signal'),
  aggregator: episode(4, 'aggregator', 'Letters from Genoa'),
  scripted: episode(5, 'js-player', 'The Northern Passage'),
  cookieWall: episode(6, 'cookie-wall', 'Ropes and Sails'),
  deadLink: episode(7, 'dead-link', 'A Bell in the Deep', 'wav'),
  geoBlocked: episode(8, 'geo-block', 'The Sound at Night'),
  htmlAsMp3: episode(9, 'html-as-mp3', 'What the Tide Left'),
} satisfies Record<string, ScriptedEpisode>;
