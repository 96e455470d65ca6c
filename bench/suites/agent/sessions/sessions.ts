import { setTimeout as rest } from 'node:timers/promises';
import { type BrowserSession, withBrowser } from '@telltale/browser';
import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';
import type { Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { memoryOfDescendants } from '../../../harness/process-memory.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { toVisit } from '../visit.ts';

/** Until a browser that has nothing to do has come to rest, in ms. */
const SETTLE_MS = 3_000;

export const TOGETHER = 4;

const input = z.object({ subject: z.string(), pageUrl: z.string(), openings: z.number(), captures: z.number() });

type Input = z.infer<typeof input>;

/** What browsers cost the process that opens them, which has opened none before. Times in ms, sizes in bytes. */
export const sessions = definePipeline({
  name: 'sessions',
  version: '1',
  input,
  subject: ({ subject }) => subject,
  steps: ['open', 'alone', 'together'],
  run: async ({ step, input: given }): Promise<Figures> => ({
    ...(await step('open', (s) => openAgainAndAgain(s, given))),
    ...(await step('alone', (s) => beAlone(s, given))),
    ...(await step('together', (s) => beTogether(s, given))),
  }),
});

/** Each opens a page, as every session does, and is closed. */
async function openAgainAndAgain(step: Step, { pageUrl, openings }: Input): Promise<Figures> {
  const times = { opened: [] as number[], visited: [] as number[], closed: [] as number[] };
  for (let n = 0; n < 1 + openings; n += 1) {
    const calledMs = clockMs();
    let overMs = 0;
    await withBrowser(step, toVisit(pageUrl), async (session) => {
      const readyMs = clockMs();
      times.opened.push(readyMs - calledMs);
      await session.page().goto(pageUrl);
      overMs = clockMs();
      times.visited.push(overMs - readyMs);
    });
    times.closed.push(clockMs() - overMs);
  }
  const [first = Number.NaN] = times.opened;
  const later = { opened: times.opened.slice(1), visited: times.visited.slice(1), closed: times.closed.slice(1) };
  return { openedFirst: first, ...sampleFigures(later) };
}

async function beAlone(step: Step, { pageUrl, captures }: Input): Promise<Figures> {
  return await withBrowser(step, toVisit(pageUrl), async (session) => {
    const idle = await memoryAtRest('idle');
    await session.page().goto(pageUrl);
    return { ...idle, ...(await memoryAtRest('page')), ...(await takePictures(session, captures)) };
  });
}

async function takePictures(session: BrowserSession, captures: number): Promise<Figures> {
  const captured: number[] = [];
  let bytes = 0;
  let thumbnailBytes = 0;
  // The first one opens a connection of its own to the page.
  for (let n = 0; n < 1 + captures; n += 1) {
    const startedMs = clockMs();
    const picture = await session.capture('bench');
    if (picture === null) throw new Error('a picture could not be taken');
    if (n > 0) captured.push(clockMs() - startedMs);
    bytes = picture.artifact.bytes;
    thumbnailBytes = picture.thumbnail.bytes;
  }
  return { ...sampleFigures({ captured }), pictureBytes: bytes, thumbnailBytes };
}

/** Each has a page open. */
async function beTogether(step: Step, { pageUrl }: Input): Promise<Figures> {
  const ready = Array.from({ length: TOGETHER }, () => Promise.withResolvers<void>());
  const measured = Promise.withResolvers<void>();
  const all = ready.map(({ resolve }) =>
    withBrowser(step, toVisit(pageUrl), async (session) => {
      await session.page().goto(pageUrl);
      resolve();
      await measured.promise;
    }),
  );
  try {
    // One that does not come as far ends all.
    await Promise.race([Promise.all(ready.map(({ promise }) => promise)), Promise.all(all)]);
    return await memoryAtRest('together');
  } finally {
    measured.resolve();
    await Promise.allSettled(all);
  }
}

/** `<name>Pss`, `<name>Rss` and `<name>Processes`, of the browsers of this process. */
async function memoryAtRest(name: string): Promise<Figures> {
  await rest(SETTLE_MS);
  const { pss, rss, processes } = memoryOfDescendants(process.pid);
  return { [`${name}Pss`]: pss, [`${name}Rss`]: rss, [`${name}Processes`]: processes };
}
