import { testDatabase } from '@telltale/testing';
import { test, expect } from 'vitest';
import { testEngine } from '../../test/engine.ts';

const db = testDatabase();
const engine = testEngine(db);

test('smoke', async () => {
  const t = performance.now();
  console.log(await engine.resultOf(async ({ step }) => await step('one', () => 1)));
  console.log(performance.now() - t);
  for (const b of [
    ({ step }: any) => step('four', () => 1),
    async ({ step }: any) => { await step('one', () => 1); await step('one', () => 1); },
    async ({ step }: any) => { await Promise.all([step('one', () => 1), step('two', () => 1)]); },
    async ({ step }: any) => { await step('one', () => step('two', () => 1)); },
    async ({ step }: any) => { throw undefined; },
    async ({ step }: any) => { await step('one', () => { throw { a: 1 } }); },
    async ({ step }: any) => { await step('one', () => 'x'.repeat(50_000_000)); },
    async ({ step }: any) => { await step('one', (s: any) => s.items([1], { key: () => 'k' }, () => 'x'.repeat(50_000_000))); },
  ]) {
    const f = await engine.failureOf(b);
    console.log(f.message, f.error.code, f.error.cause?.code);
  }
  console.log(engine.log());
});
