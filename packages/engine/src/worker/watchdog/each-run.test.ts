import { RunNotFoundError } from '@telltale/ledger';
import { expect, it } from 'vitest';
import { eachRun } from './each-run.ts';

const never = new AbortController().signal;

it('comes to every run, and throws the first error at the end', async () => {
  const came: string[] = [];
  const work = async (run: string) => {
    came.push(run);
    if (run !== 'b') throw new Error(`not ${run}`);
  };
  await expect(eachRun(['a', 'b', 'c'], work, never)).rejects.toThrow('not a');
  expect(came).toEqual(['a', 'b', 'c']);
});

it('passes over a run that is gone', async () => {
  await eachRun(['a'], () => Promise.reject(new RunNotFoundError('a')), never);
});

it('ends without a word when it is aborted', async () => {
  const abort = new AbortController();
  const came: string[] = [];
  const work = async (run: string) => {
    came.push(run);
    abort.abort();
    throw new Error('hung up');
  };
  await eachRun(['a', 'b'], work, abort.signal);
  expect(came).toEqual(['a']);
});
