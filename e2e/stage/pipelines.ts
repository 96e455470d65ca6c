import { setTimeout as rest } from 'node:timers/promises';
import { definePipeline, type Step, stopKindOf } from '@telltale/engine';
import { z } from 'zod';

const input = z.object({
  subject: z.string().default('stage'),
  items: z.int().min(0).default(40).describe('How many items the step "transcribe" has.'),
  itemMs: z.number().min(0).default(900).describe('How long each of them takes, in milliseconds.'),
  concurrency: z.int().min(1).default(2),
  failEvery: z.int().min(0).default(0).describe('Each so many-th item fails; 0: none.'),
});

const subject = ({ subject }: { readonly subject: string }) => subject;

/** Steps with and without items, with counts of their own, retries and files. */
export const work = definePipeline({
  name: 'work',
  version: '1',
  input,
  subject,
  title: ({ subject }) => `Episode “${subject}”`,
  steps: ['fetch_details', 'download', 'transcribe', 'review_empty', 'summarize'],
  queue: { workerConcurrency: 12 },
  async run({ step, input }) {
    await step('fetch_details', { retries: { attempts: 3, backoffMs: 500 } }, async (s) => {
      await s.action('fetch', { url: 'https://example.org/episode' }, () => rest(600, undefined, { signal: s.signal }));
      if (s.attempt === 1) throw new Error('HTTP 503 of example.org');
      s.tried({ source: 'page', outcome: 'found' });
      s.log('The page names an audio file.');
    });
    await step('download', async (s) => {
      const total = 24_000_000;
      s.size(total, 'bytes');
      await s.action('download', { url: 'https://example.org/audio.mp3' }, async () => {
        for (let done = 0; done <= total; done += 1_200_000) {
          s.progress({ done, total, unit: 'bytes' });
          await rest(100, undefined, { signal: s.signal });
        }
      });
      await s.artifact({ kind: 'audio', name: 'tone.wav', contentType: 'audio/wav', source: tone(3) });
      await s.artifact({ kind: 'notes', name: 'notes.json', contentType: 'application/json', source: '{"ok":true}' });
    });
    await step('transcribe', { stuckAfterMs: 60_000 }, (s) =>
      s.items(
        Array.from({ length: input.items }, (_, index) => index + 1),
        {
          key: (n) => `segment-${n}`,
          label: (n) => `Segment ${n} of the recording`,
          concurrency: input.concurrency,
          unit: 'segments',
          onItemError: 'skip',
        },
        async (n, item) => {
          await rest(input.itemMs, undefined, { signal: item.signal });
          if (input.failEvery > 0 && n % input.failEvery === 0) throw new Error(`segment ${n} has no speech in it`);
          return n;
        },
      ),
    );
    await step('review_empty', (s) => s.items([], { key: String }, () => null));
    return await step('summarize', async (s) => {
      await s.action('model', { model: 'openai:gpt-4.1-mini' }, () => rest(4_000, undefined, { signal: s.signal }), {
        timeoutMs: 60_000,
      });
      return { summary: 'All about lamps.' };
    });
  },
});

const SELECTORS = ['Mehr Informationen', '⋮', 'Mehr Informationen (link)', 'Information'];

/** An agent whose clicks time out, then one that works; it may loop, ask, or fail. */
export const agent = definePipeline({
  name: 'agent',
  version: '1',
  input: z.object({
    subject: z.string().default('agent'),
    ending: z.enum(['succeed', 'ask', 'fail', 'loop']).default('succeed'),
    timeoutMs: z.number().default(3_000),
  }),
  subject,
  steps: ['find_audio', 'download'],
  queue: { workerConcurrency: 12 },
  async run({ step, input }) {
    await step('find_audio', async (s) => {
      await s.tell('agent.started', { model: 'openai:gpt-4.1-mini', limits: { steps: 30, seconds: 120 } });
      await s.tell('agent.spoke', { text: 'The page has a menu behind three dots; the audio may be there.' });
      for (const [index, text] of SELECTORS.entries()) {
        await click(s, text, index === 3 ? 200 : input.timeoutMs * 2, input.timeoutMs);
        await s.artifact({
          kind: 'screenshot',
          name: `000${index}-click.png`,
          contentType: 'image/png',
          source: PIXEL,
        });
      }
      if (input.ending === 'loop') {
        await s.tell('agent.looped', {
          rule: 'repetition',
          severity: 'warn',
          message: 'click "Information" was called 5 times with the same result',
        });
        for (;;) await click(s, 'Information', 1_500, input.timeoutMs);
      }
      if (input.ending === 'fail') throw new Error('no audio link was found on the page');
      if (input.ending === 'ask') {
        await s.tell('agent.asked', { question: 'Which of the two players is the right one?' });
        await s.ask({
          agent: 'downloader',
          question: 'Which of the two players is the right one?',
          options: ['The first', 'The second'],
          reason: 'asked',
          whatHappened: 'Four buttons were tried; one opened a dialog with two players.',
        });
      }
      await s.tell('agent.finished', {
        outcome: 'succeeded',
        durationMs: 9_000,
        tokens: { input: 4_200, output: 310 },
      });
    });
    await step('download', (s) => s.action('download', { url: 'https://example.org/a.mp3' }, () => rest(2_000)));
  },
});

/** Nothing at all is told while it works. */
export const silent = definePipeline({
  name: 'silent',
  version: '1',
  input: z.object({
    subject: z.string().default('silent'),
    ms: z.number().default(600_000),
    stuckAfterMs: z.number().default(900_000),
  }),
  subject,
  steps: ['think', 'publish'],
  queue: { workerConcurrency: 12 },
  async run({ step, input }) {
    await step('think', { stuckAfterMs: input.stuckAfterMs }, (s) => rest(input.ms, undefined, { signal: s.signal }));
    await step('publish', () => rest(1_000));
  },
});

/** Asks a person who may say what he likes. */
export const approve = definePipeline({
  name: 'approve',
  version: '1',
  input: z.object({ subject: z.string().default('approve') }),
  subject,
  steps: ['write', 'approve', 'publish'],
  async run({ step }) {
    const draft = await step('write', () => 'All about lamps: how they came to be on machines.');
    const answer = await step('approve', (s) => s.ask({ text: 'Publish this?', draft }));
    return await step('publish', { skipIf: () => answer !== 'yes' && 'it was not approved' }, () => draft);
  },
});

async function click(s: Step, text: string, takesMs: number, timeoutMs: number): Promise<void> {
  await s
    .action('click', { text }, ({ signal }) => rest(takesMs, undefined, { signal }), { timeoutMs })
    .catch((error: unknown) => {
      if (s.signal.aborted || stopKindOf(error) !== null) throw error;
    });
}

/** A WAV file of a tone, 8 kHz, 16 bit, mono. */
function tone(seconds: number): Buffer {
  const rate = 8_000;
  const samples = Buffer.alloc(rate * seconds * 2);
  for (let n = 0; n < rate * seconds; n += 1) {
    samples.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * n) / rate)), n * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
