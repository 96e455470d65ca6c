import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { definePipeline, type Step, stopKindOf } from '@telltale/engine';
import { z } from 'zod';
import type { Pass } from '../stage/directed.ts';

const EPISODES = [
  'The Lamp on the Machine',
  'Keepers of the Light',
  'What the Harbour Master Said',
  'Ropes over the Railway',
  'A Light That Says Yes',
  'The Fog Signal Engineers',
  'Lenses, Hand Ground',
  'A History of Buoys',
];

/** The one whose audio is hard to find. */
const HARD = 2;

/** An agent looks for the audio of each episode of a season. With one of them it has trouble, and waits at the gate `click`. */
export function createSeason(pass: Pass) {
  return definePipeline({
    name: 'season',
    version: '1',
    input: z.object({
      subject: z.string(),
      title: z.string(),
      /** A folder with pictures of the page that the agent looks at: `page.png` and `menu.png`. */
      pictures: z.string(),
    }),
    subject: ({ subject }) => subject,
    title: ({ title }) => title,
    steps: ['read_feed', 'find_audio', 'transcribe', 'publish'],
    async run({ step, input, subject }) {
      await step('read_feed', async (s) => {
        await take(s, 'fetch', { url: 'https://telltales.example/feed.xml' }, 700);
        await take(s, 'parse', { format: 'rss' }, 300);
      });
      await step('find_audio', (s) =>
        s.items(
          EPISODES,
          { key: (title) => `episode-${EPISODES.indexOf(title) + 1}`, label: (title) => title, unit: 'episodes' },
          async (_title, { index }) => {
            await take(s, 'navigate', { url: `https://telltales.example/${index + 1}` }, 900);
            if (index === HARD) await findHard(s, input.pictures, (gate) => pass(`${subject}/${gate}`, s.signal));
            else await take(s, 'click', { text: 'Download' }, 600);
            await take(s, 'probe', { url: `https://telltales.example/audio/${index + 1}.mp3` }, 400);
          },
        ),
      );
      await step('transcribe', (s) =>
        s.items(EPISODES, { key: (title) => title, unit: 'episodes', concurrency: 2 }, (title) =>
          take(s, 'transcribe', { title }, 1_200),
        ),
      );
      await step('publish', async (s) => {
        await take(s, 'upload', { to: 'https://archive.example/telltales' }, 1_500);
        await take(s, 'verify', { url: 'https://archive.example/telltales' }, 500);
      });
    },
  });
}

async function findHard(s: Step, pictures: string, pass: Pass): Promise<void> {
  await s.tell('agent.started', { model: 'openai:gpt-4.1-mini', limits: { modelRequests: 30, wallClockMs: 120_000 } });
  await keep(s, '0001-navigate.png', join(pictures, 'page.png'));
  await s.tell('agent.spoke', { text: 'The audio may be behind “More information”, or in the menu with three dots.' });
  for (let tries = 0; tries < 3; tries += 1) await take(s, 'click', { text: 'More information' }, 60_000, 4_000);
  await take(s, 'click', { text: '⋮' }, 500);
  await keep(s, '0005-click.png', join(pictures, 'menu.png'));
  await s.action('click', { text: 'Copy the address of the audio' }, () => pass('click'), { timeoutMs: 30_000 });
}

async function take(s: Step, tool: string, input: unknown, takesMs: number, timeoutMs = 30_000): Promise<void> {
  await s
    .action(tool, input, ({ signal }) => rest(takesMs, undefined, { signal }), { timeoutMs })
    .catch((error: unknown) => {
      if (s.signal.aborted || stopKindOf(error) !== null) throw error;
    });
}

async function keep(s: Step, name: string, file: string): Promise<void> {
  await s.artifact({ kind: 'screenshot', name, contentType: 'image/png', source: await readFile(file) });
}
