import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { definePipeline } from './define-pipeline.ts';
import type { AnyPipeline, InputOf, ResultOf, RunContext, SpawnedRun } from './pipeline.ts';
import type { ItemCounts, Step } from './step.ts';

// What the compiler has to accept, to refuse and to know. Nothing here runs: `tsc` is what passes or fails.

const input = z.object({ url: z.string(), limit: z.coerce.number().default(10) });

const BASE = { name: 'episode', version: '1', input, subject: () => 'a' } as const;

async function inStep(_body: (step: Step) => Promise<void>): Promise<void> {}

test('only declared steps can be called', () => {
  definePipeline({
    ...BASE,
    steps: ['download', 'transcribe'],
    async run({ step }) {
      await step('download', () => 1);
      // @ts-expect-error: it is not declared
      await step('summarize', () => 1);
      // @ts-expect-error: it has no body
      await step('transcribe', {});
      // @ts-expect-error: no such option
      await step('transcribe', { retry: 3 }, () => 1);
    },
  });
});

test('a pipeline declares a step, and an input, at least', () => {
  // @ts-expect-error: no steps
  const withoutSteps = () => definePipeline({ ...BASE, steps: [], run: () => 1 });
  // @ts-expect-error: no input
  const withoutInput = () => definePipeline({ ...BASE, input: undefined, steps: ['a'], run: () => 1 });
  // @ts-expect-error: not an option
  const withMore = () => definePipeline({ ...BASE, steps: ['a'], run: () => 1, retries: 3 });
  expectTypeOf(withoutSteps).toBeFunction();
  expectTypeOf(withoutInput).toBeFunction();
  expectTypeOf(withMore).toBeFunction();
});

test('a step gives what its body gives', () => {
  definePipeline({
    ...BASE,
    steps: ['a', 'b', 'c'],
    async run({ step }) {
      expectTypeOf(await step('a', () => ({ id: 1 }))).toEqualTypeOf<{ id: number }>();
      expectTypeOf(await step('b', async () => new Map([['a', 1]]))).toEqualTypeOf<Map<string, number>>();
      expectTypeOf(await step('c', { timeoutMs: 1, retries: { attempts: 2 } }, () => 'a')).toEqualTypeOf<string>();
    },
  });
});

test('a step that may be skipped may give nothing', () => {
  definePipeline({
    ...BASE,
    steps: ['a', 'b'],
    async run({ step }) {
      expectTypeOf(await step('a', { skipIf: () => false }, () => 1)).toEqualTypeOf<number | undefined>();
      const skipIf = async () => 'there is a transcript';
      expectTypeOf(await step('b', { skipIf, timeoutMs: 1 }, () => 'b')).toEqualTypeOf<string | undefined>();
    },
  });
});

test('the input is what the schema makes of it', () => {
  definePipeline({
    ...BASE,
    subject: (parsed) => {
      expectTypeOf(parsed).toEqualTypeOf<{ url: string; limit: number }>();
      return parsed.url;
    },
    title: ({ limit }) => (limit > 1 ? 'many' : undefined),
    steps: ['a'],
    run: (context) => {
      expectTypeOf(context).toEqualTypeOf<RunContext<'a', { url: string; limit: number }>>();
    },
  });
});

const episode = definePipeline({
  ...BASE,
  steps: ['a', 'b'],
  run: async ({ step }) => ({ chunks: await step('a', () => [1]) }),
});

test('InputOf is what to submit, ResultOf what a run gives', () => {
  expectTypeOf<InputOf<typeof episode>['url']>().toEqualTypeOf<string>();
  expectTypeOf<{ url: string }>().toExtend<InputOf<typeof episode>>();
  expectTypeOf<{ limit: number }>().not.toExtend<InputOf<typeof episode>>();
  expectTypeOf<ResultOf<typeof episode>>().toEqualTypeOf<{ chunks: number[] }>();
  expectTypeOf(episode.steps).toEqualTypeOf<readonly ['a' | 'b', ...('a' | 'b')[]]>();
  expectTypeOf(episode).toExtend<AnyPipeline>();
});

test('a spawned run is checked against the pipeline that it is of', () => {
  definePipeline({
    ...BASE,
    steps: ['a'],
    async run({ spawn }) {
      expectTypeOf(await spawn(episode, { url: 'a' })).toEqualTypeOf<SpawnedRun>();
      // @ts-expect-error: the url is missing
      await spawn(episode, { limit: 3 });
    },
  });
});

test('items gives the results, in a list', () => {
  void inStep(async (step) => {
    const work = async (item: number) => `${item}`;
    expectTypeOf(await step.items([1, 2], { key: String }, work)).toEqualTypeOf<string[]>();
    expectTypeOf(await step.items([1], { key: String, onItemError: 'fail' }, work)).toEqualTypeOf<string[]>();
    expectTypeOf(await step.items([1], { key: String, collect: true }, work)).toEqualTypeOf<string[]>();
    const lines = async function* () {
      yield 'line';
    };
    const sizes = await step.items(lines(), { key: (line) => line, label: (line) => line.trim() }, (line, item) => {
      expectTypeOf(line).toEqualTypeOf<string>();
      expectTypeOf(item.signal).toEqualTypeOf<AbortSignal>();
      return line.length;
    });
    expectTypeOf(sizes).toEqualTypeOf<number[]>();
  });
});

test('an item that is skipped, or that failed, leaves its place empty', () => {
  void inStep(async (step) => {
    const skipping = await step.items([1], { key: String }, (one, item) => (one > 1 ? item.skip('small') : one));
    expectTypeOf(skipping).toEqualTypeOf<(number | undefined)[]>();
    const failing = await step.items([1], { key: String, onItemError: 'skip' }, (one) => one);
    expectTypeOf(failing).toEqualTypeOf<(number | undefined)[]>();
  });
});

test('without collecting there are only counts', () => {
  void inStep(async (step) => {
    const counts = await step.items([1], { key: String, collect: false, onItemError: 'skip' }, (one) => one);
    expectTypeOf(counts).toEqualTypeOf<ItemCounts>();
  });
});

test('only item.skip makes something skipped', () => {
  void inStep(async (step) => {
    const results = await step.items([1], { key: String }, () => ({ reason: 'looks like it' }));
    expectTypeOf(results).toEqualTypeOf<{ reason: string }[]>();
  });
});

test('items need keys, which are texts', () => {
  void inStep(async (step) => {
    // @ts-expect-error: no key
    await step.items([1], {}, (one) => one);
    // @ts-expect-error: a number is no key
    await step.items([1], { key: (one) => one }, (one) => one);
  });
});

test('an action gives what its call gives', () => {
  void inStep(async (step) => {
    const fetched = await step.action('fetch', { url: 'a' }, async ({ signal }) => ({ ok: signal.aborted }), {
      output: ({ ok }) => ok,
      failure: ({ ok }) => (ok ? null : 'not ok'),
    });
    expectTypeOf(fetched).toEqualTypeOf<{ ok: boolean }>();
    expectTypeOf(await step.ask('which?')).toEqualTypeOf<unknown>();
  });
});
