import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from '../output.ts';
import { browsing } from '../watch/test/story.ts';
import { timeOfDay } from './time.ts';
import { TracePrinter } from './trace-printer.ts';

async function printed(events: Parameters<TracePrinter['print']>[0][]): Promise<string[]> {
  const stdout = new PassThrough({ encoding: 'utf8' }) as unknown as NodeJS.WriteStream;
  let text = '';
  stdout.on('data', (part: string) => {
    text += part;
  });
  const printer = new TracePrinter(createOutput({ stdout, stderr: stdout }, { json: false }));
  for (const event of events) await printer.print(event);
  return text.trimEnd().split('\n');
}

test('an agent is told of line by line, with what it said, did, asked and how it ended', async () => {
  const step = { step: 'browse' };
  const story = browsing()
    .tell('agent.asked', { question: 'Where is the link?' }, step)
    .tell('agent.finished', { outcome: 'needs-human', durationMs: 78_000 }, step);
  const lines = (await printed([...story.events])).map((line) => line.replace(/^\S+ +\d+ {2}/, ''));
  expect(lines.slice(4, 10)).toEqual([
    'browse  agent started with openai:gpt-4.1-mini',
    'browse  model started',
    'browse  model succeeded after 2.0 s',
    'browse  agent: I try the button Mehr Informationen.',
    "browse  click 'Mehr Informationen' started, limit 30.0 s",
    "browse  click 'Mehr Informationen' timed out after 30.0 s",
  ]);
  expect(lines.slice(-2)).toEqual([
    'browse  agent asks: Where is the link?',
    'browse  agent needs a person after 1 m 18 s',
  ]);
});

test('each event has one line, however long its texts are and whatever is in them', async () => {
  const text = `${'字幕 '.repeat(500)}\u001b[2J\nlast`;
  const at = { step: 'browse', actionId: 'x' };
  const story = browsing()
    .tell('agent.spoke', { text }, at)
    .tell('agent.looped', { rule: 'cycle', severity: 'warn', message: text }, at)
    .tell('action.started', { tool: 'click', input: { selector: text } }, at)
    .tell('agent.finished', { outcome: 'failed', durationMs: 1, message: text }, at);
  const lines = await printed([...story.events]);
  expect(lines).toHaveLength(story.events.length + 1);
  for (const line of lines) {
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line.length).toBeLessThan(300);
  }
  expect(lines.at(-1)).toMatch(
    new RegExp(`^${timeOfDay(story.events.at(-1)?.at ?? '')} +\\d+ {2}browse {2}agent failed`),
  );
});
