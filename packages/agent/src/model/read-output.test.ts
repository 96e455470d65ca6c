import { expect, test } from 'vitest';
import { z } from 'zod';
import { readOutput } from './read-output.ts';

const SCHEMA = z.object({
  title: z.string(),
  links: z.array(z.object({ url: z.url(), label: z.string().optional() })),
  length: z.union([z.number(), z.literal('unknown')]),
});
const ANSWER = { title: 'Folge 3', links: [{ url: 'https://a.test/3.mp3' }], length: 'unknown' };

test.each([
  ['as it is', JSON.stringify(ANSWER)],
  ['with space around it', `\n ${JSON.stringify(ANSWER)} \n`],
  ['in a code block', `\`\`\`json\n${JSON.stringify(ANSWER, null, 2)}\n\`\`\``],
])('reads JSON %s', async (_, text) => {
  expect(await readOutput(SCHEMA, text)).toEqual({ output: ANSWER, problem: null });
});

test('says where an answer does not fit', async () => {
  const { problem } = await readOutput(
    SCHEMA,
    JSON.stringify({ ...ANSWER, links: [{ url: 'nothing' }], length: true }),
  );
  expect(problem).toContain('links[0].url');
  expect(problem).toContain('length');
});

test.each(['', 'I am sorry, I cannot help with that.', '{"title": "Folge'])(
  'says that %j is not JSON',
  async (text) => {
    expect(await readOutput(SCHEMA, text)).toEqual({ output: undefined, problem: 'The answer is not JSON.' });
  },
);

test('gives what the schema makes of the answer', async () => {
  const schema = z.object({ at: z.string().transform((text) => text.length) });
  expect(await readOutput(schema, '{"at":"now"}')).toEqual({ output: { at: 3 }, problem: null });
});
