import { describe, expect, it, test } from 'vitest';
import { UsageError } from '../errors.ts';
import type { Output } from '../output.ts';
import { reportError } from '../report-error.ts';
import { cellsOf, cutToCells, padToCells, wrapToCells } from './cells.ts';
import { jsonLine } from './json-line.ts';
import { printable, span } from './line.ts';
import { plain } from './plain.ts';
import { type Column, tableLines } from './table.ts';

const unpainted = (_: unknown, text: string) => text;

describe('cells', () => {
  it.each([
    ['plain', 5, 'plain'],
    ['a bit too long', 6, 'a bit…'],
    ['字幕字幕', 5, '字幕…'],
    ['字幕字幕', 4, '字…'],
    ['👩‍👩‍👧‍👦 family', 4, '👩‍👩‍👧‍👦 …'],
    ['anything', 0, ''],
  ])('cuts %s to %d', (text, cells, cut) => {
    expect(cutToCells(text, cells)).toBe(cut);
    expect(cellsOf(cut)).toBeLessThanOrEqual(cells);
  });

  it('pads by cells, not by characters', () => {
    expect(padToCells('字', 4)).toBe('字  ');
    expect(padToCells('7', 3, 'right')).toBe('  7');
  });

  it.each([
    ['between words', 'one two three', 7, ['one two', 'three']],
    ['inside a word that is longer than a line', 'abcdefgh i', 3, ['abc', 'def', 'gh', 'i']],
    ['also where a character is wider than the line', '字幕', 1, ['字', '幕']],
  ])('wraps %s', (_, text, cells, lines) => {
    expect(wrapToCells(text, cells)).toEqual(lines);
  });
});

describe('plain', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a title and a link', '\u001b]0;title\u0007\u001b]8;;http://x\u001b\\here', 'here'],
    ['what moves the cursor', 'a\rb\u0008c\u009bHd', /^a b/],
    ['lines', 'one\n  two\u2028three', 'one   twothree'],
    ['what turns a line around', 'user\u202egnp.exe', 'usergnp.exe'],
  ])('takes out %s', (_, text, expected) => {
    expect(plain(text)).toMatch(expected);
    expect(plain(text)).not.toMatch(/[\p{Cc}\u2028]/u);
  });
});

test('a line of JSON can be shown in a terminal, and says what it said', () => {
  const value = { title: '\u001b[31m\u009b2J\u0090q\u007f\u202etxt.exe\u2028', nested: ['字幕'] };
  expect(jsonLine(value)).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  expect(jsonLine(value)).toContain('字幕');
  expect(JSON.parse(jsonLine(value))).toEqual(value);
});

test('an error cannot steer the terminal, and keeps its lines', () => {
  const lines: string[] = [];
  const output = { json: false, note: (line: string) => void lines.push(line) } as unknown as Output;
  reportError(new UsageError('No run \u001b]0;owned\u0007\u009b2Jx', { hint: 'one\n    two\u202e' }), output);
  expect(lines).toEqual(['Error: No run x', '  one\n    two']);
});

describe('printable', () => {
  it('cuts the line as a whole and colours what is left of its parts', () => {
    const paint = (colour: unknown, text: string) => `<${String(colour)}>${text}</>`;
    expect(printable([span('one '), span('two three', 'red'), span('four')], 8, paint)).toBe('one <red>two…</>');
  });
});

describe('a table', () => {
  interface Row {
    readonly name: string;
    readonly age: string;
    readonly note: string;
  }
  const rows: readonly Row[] = [
    { name: 'first', age: '5 s', note: 'something to say' },
    { name: 'the second', age: '12 s', note: '' },
  ];
  const columns: readonly Column<Row>[] = [
    { title: 'NAME', text: ({ name }) => name },
    { title: 'AGE', text: ({ age }) => age, align: 'right', dropOrder: 1 },
    { title: 'NOTE', text: ({ note }) => note, dropOrder: 2 },
  ];
  const table = (cells: number, some = rows) =>
    tableLines(some, columns, cells).map((line) => printable(line, cells, unpainted));

  it('has a head and columns as wide as what is in them', () => {
    expect(table(80)).toEqual(['NAME         AGE  NOTE', 'first        5 s  something to say', 'the second  12 s  ']);
  });

  it('cuts the last column, then leaves out columns in their order', () => {
    expect(table(28)[1]).toBe('first        5 s  something…');
    expect(table(24)).toEqual(['NAME         AGE', 'first        5 s', 'the second  12 s']);
    expect(table(12)).toEqual(['NAME', 'first', 'the second']);
  });

  it('leaves out a column that has nothing in any row', () => {
    expect(table(80, rows.slice(1))).toEqual(['NAME         AGE', 'the second  12 s']);
  });
});
