import { expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidPipelineError } from '../errors/pipeline-errors.ts';
import { definePipeline } from './define-pipeline.ts';

const VALID = {
  name: 'episode',
  version: '1',
  input: z.object({ url: z.url() }),
  subject: () => 'a',
  steps: ['download', 'transcribe'],
  run: () => undefined,
};

/** What a caller without a compiler may give. */
function define(definition: unknown) {
  return definePipeline(definition as Parameters<typeof definePipeline>[0]);
}

function refusal(changes: object): InvalidPipelineError {
  try {
    define({ ...VALID, ...changes });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPipelineError);
    return error as InvalidPipelineError;
  }
  throw new Error('it was defined');
}

test('what a definition leaves out gets its default', () => {
  const pipeline = define(VALID);
  expect(pipeline).toEqual({
    ...VALID,
    title: expect.any(Function),
    queue: { workerConcurrency: 4 },
    maxTries: 3,
    continues: 'any',
  });
  expect(pipeline.title({})).toBeUndefined();
});

test('what it says stays', () => {
  const all = {
    ...VALID,
    title: () => 'The A',
    queue: { workerConcurrency: 1 },
    maxTries: 7,
    continues: ['0.9', '0.8'],
  };
  expect(define(all)).toEqual(all);
});

test('an option that is undefined is left out', () => {
  const pipeline = define({ ...VALID, title: undefined, maxTries: undefined, continues: undefined, queue: undefined });
  expect(pipeline).toEqual({ ...define(VALID), title: expect.any(Function) });
});

test('the refusal names the pipeline, and the documentation', () => {
  const { message, code, hint, details } = refusal({ version: '' });
  expect(message).toBe('Pipeline "episode" cannot be defined: its version has to be 1 to 64 printable characters.');
  expect({ code, hint, details }).toEqual({
    code: 'pipeline_invalid',
    hint: 'See docs/pipelines.md for a definition with every option.',
    details: { pipeline: 'episode' },
  });
});

const NAME = 'lower-case letters, digits and underscores, 64 at most, the first one a letter';

test.each([
  [{ name: 'Episode' }, `its name has to be ${NAME}`],
  [{ name: '' }, `its name has to be ${NAME}`],
  [{ name: '1a' }, `its name has to be ${NAME}`],
  [{ name: 'a-b' }, `its name has to be ${NAME}`],
  [{ name: 'a'.repeat(65) }, `its name has to be ${NAME}`],
  [{ name: 'episode\n' }, `its name has to be ${NAME}`],
  [{ version: 1 }, 'its version has to be 1 to 64 printable characters'],
  [{ version: 'v'.repeat(65) }, 'its version has to be 1 to 64 printable characters'],
  [{ version: '1\0' }, 'its version has to be 1 to 64 printable characters'],
  [{ input: { url: 'string' } }, 'its input has to be a zod schema'],
  [{ input: undefined }, 'its input has to be a zod schema'],
  [{ subject: 'a' }, 'its subject has to be a function of the input'],
  [{ title: 'The A' }, 'its title has to be a function of the input'],
  [{ run: undefined }, 'its run has to be a function'],
  [
    { retries: 3, timeout: 1 },
    'it has no option retries, timeout; there is name, version, input, subject, title, steps, queue, maxTries, continues, run',
  ],
  [{ steps: [] }, 'it has to declare 1 to 100 steps'],
  [{ steps: 'download' }, 'it has to declare 1 to 100 steps'],
  [{ steps: Array.from({ length: 101 }, (_, index) => `s${index}`) }, 'it has to declare 1 to 100 steps'],
  [{ steps: ['a', 'B c'] }, `the name of step 2, "B c", has to be ${NAME}`],
  [{ steps: [null] }, `the name of step 1, null, has to be ${NAME}`],
  [{ steps: ['a', 'b', 'a'] }, 'step a is declared twice'],
  [{ queue: { workerConcurrency: 0 } }, 'queue.workerConcurrency has to be a whole number from 1; it is 0'],
  [{ queue: { workerConcurrency: '4' } }, 'queue.workerConcurrency has to be a whole number from 1; it is 4'],
  [{ queue: { concurrency: 4 } }, 'it has no queue option concurrency; there is workerConcurrency'],
  [{ maxTries: 1.5 }, 'maxTries has to be a whole number from 1; it is 1.5'],
  [{ maxTries: 0 }, 'maxTries has to be a whole number from 1; it is 0'],
  [{ continues: '0.9' }, "continues has to be 'any' or a list of versions, each of 1 to 64 printable characters"],
  [{ continues: [9] }, "continues has to be 'any' or a list of versions, each of 1 to 64 printable characters"],
])('%j is refused', (changes, problem) => {
  expect(refusal(changes).message.split(' cannot be defined: ')[1]).toBe(`${problem}.`);
});

test.each([undefined, null, 'episode', {}])('%j is no definition', (definition) => {
  expect(() => define(definition)).toThrow(/^A pipeline cannot be defined: it.*\.$/);
});

test('the longest names, and as many as may be, are taken', () => {
  const steps = Array.from({ length: 100 }, (_, index) => `s${index}`.padEnd(64, '_'));
  expect(define({ ...VALID, name: 'e'.repeat(64), version: 'é'.repeat(64), steps, continues: [] }).steps).toBe(steps);
});
