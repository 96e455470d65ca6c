import { waitForRows } from '@telltale/testing';
import { EPISODES, recordingOf, type ScriptedEpisode } from '@telltale/testing/podcasts';
import { expect, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import { personIn } from '../test/scripted-mind.ts';
import { Stage, type StagedWorker } from '../test/stage.ts';
import type { EpisodeInput } from './index.ts';

const db = libraryDatabase();

const EPISODES_IN_ALL = 20;
const KILLS = 4;
/** So many events of all runs come between two kills at most; an episode has about seventy. */
const MOST_EVENTS = 150;
const SEED = 20_260_301;

/** Numbers from 0 up to 1 that are the same each time (Lehmer's generator, modulo 2^31 - 1). */
function* numbers(): Generator<number, never> {
  for (let state = SEED; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

/** All episodes of the feed, then their files by other addresses: so some of these share a file with others. */
function inputsOf({ world }: Stage): readonly { readonly of: ScriptedEpisode; readonly input: EpisodeInput }[] {
  const all = Object.values(EPISODES);
  return Array.from({ length: EPISODES_IN_ALL }, (_, index) => {
    const of = all[index % all.length] as ScriptedEpisode;
    const url = world.sites.url('media', `/${of.key}.${of.format}?copy=${index}`);
    return { of, input: index < all.length ? { feed: world.feedUrl('rss'), guid: of.guid } : { url } };
  });
}

interface Seen {
  /** Of all runs. */
  readonly events: number;
  /** Episodes that are not ready. */
  readonly left: number;
}

/** Resolves when it is so. */
async function seen(isSo: (seen: Seen) => boolean): Promise<Seen> {
  const [row] = await waitForRows<Seen>(db.pool(), {
    text: `SELECT (SELECT coalesce(sum(last_seq), 0)::int FROM telltale.progress) AS events,
                  ${EPISODES_IN_ALL} - (SELECT count(*)::int FROM telltale_episode.episode
                                         WHERE ready_at IS NOT NULL) AS left`,
    until: ([now]) => now !== undefined && isSo(now),
  });
  return row as Seen;
}

test('twenty episodes at once on two workers, which are killed again and again: all end right', async () => {
  await using stage = await Stage.open(db, { model: true });
  const workers: StagedWorker[] = await Promise.all([stage.work(), stage.work()]);
  const submitted = [];
  for (const { of, input } of inputsOf(stage)) submitted.push({ of, runId: await stage.submit(input) });

  const random = numbers();
  for (let kills = 0; kills < KILLS; kills += 1) {
    const { events } = await seen(() => true);
    const enough = events + random.next().value * MOST_EVENTS;
    const { left } = await seen((now) => now.events >= enough || now.left === 0);
    if (left === 0) break;
    const place = Math.floor(random.next().value * workers.length);
    await stage.kill(workers[place] as StagedWorker);
    workers[place] = await stage.work();
  }

  for (const { of, runId } of submitted) {
    const { row, segments, mentions } = await stage.made(await stage.episodeOf(runId));
    const { cues } = recordingOf(of);
    expect(row).toMatchObject({ isReady: true });
    expect(segments).toEqual(cues.map(({ text }, index) => expect.stringMatching(`^#${index} .* ${text}$`)));
    const people = new Set(cues.flatMap(({ text }) => personIn(text) ?? []));
    expect(mentions).toEqual([...people].toSorted().map((name) => expect.stringMatching(`^person ${name} #0 `)));
  }
  expect(await stage.flaws()).toEqual([]);
  const { rows } = await db.query(
    `SELECT (SELECT count(*)::int FROM telltale_episode.media) AS files,
            (SELECT count(*)::int FROM telltale_episode.episode) AS episodes,
            EXISTS (SELECT FROM telltale.event WHERE type = 'run.recovered') AS "wereInterrupted"`,
  );
  // The show has one picture for all of them.
  const files = Object.keys(EPISODES).length + 1;
  expect(rows).toEqual([{ files, episodes: EPISODES_IN_ALL, wereInterrupted: true }]);
  expect(stage.model.problems).toEqual([]);
}, 120_000);
