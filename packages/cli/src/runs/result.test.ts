import { type ApiClient, ApiError } from '@telltale/api';
import { describe, expect, it } from 'vitest';
import { printable } from '../format/line.ts';
import type { Output } from '../output.ts';
import { readResult, resultLines } from './result.ts';

function shown(result: unknown, columns = Number.POSITIVE_INFINITY): readonly string[] {
  const line = (parts: Parameters<typeof printable>[0]) => printable(parts, columns, (_, text) => text);
  return resultLines(result, columns, 'telltale show x --json').map(line);
}

describe('a result in a few lines', () => {
  it.each([
    ['nothing', null, []],
    ['an empty text', '', []],
    ['an object without members', {}, []],
    ['a text, line by line', 'one\n\ntwo', ['one', '', 'two']],
    ['a number', 7, ['7']],
    ['false', false, ['false']],
    ['a list', ['a', { b: 1 }], ['-  a', '-  {"b":1}']],
    [
      'an object',
      { at: 'noon', sources: ['a', 'b'], files: [] },
      ['at       noon', 'sources  a', '         b', 'files    []'],
    ],
    ['an object in an object', { counts: { done: 2 } }, ['counts  {"done":2}']],
    ['what steers a terminal', { 'a\u001b[2J': '\u202eb\u0007' }, ['a  b']],
  ])('%s', (_, result, lines) => {
    expect(shown(result)).toEqual(lines);
  });

  it('is wrapped to what the terminal has room for', () => {
    expect(shown({ a: 'one two', bb: 'three' }, 12)).toEqual(['a   one', '    two', 'bb  three']);
  });

  it.each([
    ['of many parts', Array.from({ length: 13 }, () => 'x')],
    ['of many lines', Array.from({ length: 13 }, () => 'x').join('\n')],
    ['of many members', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`m${index}`, 'x']))],
  ])('says how to see all of one %s', (_, result) => {
    const lines = shown(result);
    expect(lines).toHaveLength(12);
    expect(lines[10]).toMatch(/x$/);
    expect(lines[11]).toBe('… all of it: telltale show x --json');
  });

  it('cuts a long line, and has room for 12 short ones', () => {
    const [line = '', rest] = shown('x'.repeat(3_000));
    expect(line).toHaveLength(2_000);
    expect(rest).toMatch(/^… all of it/);
    expect(shown(Array.from({ length: 12 }, () => 'x'))).toEqual(Array.from({ length: 12 }, () => '-  x'));
  });
});

it('a result that the server does not give is told of, and does not keep the rest from being shown', async () => {
  const notes: string[] = [];
  const output = { note: (line: string) => void notes.push(line) } as Output;
  const { signal } = new AbortController();
  const hint = 'Make an artifact.';
  const error = new ApiError('It is too large.', { code: 'result_oversized', status: 409, hint });
  const api = { getResult: () => Promise.reject(error) } as unknown as ApiClient;
  expect(await readResult({ output, signal }, api, { runId: 'x', state: 'succeeded' })).toBeNull();
  expect(notes).toEqual(['Its result cannot be shown: It is too large. Make an artifact.']);
});
