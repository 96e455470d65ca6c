import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { titleText } from './title-text.ts';

describe('titleText', () => {
  it.each([
    ['  Folge 12:\n\tDie Lampe ', 'Folge 12: Die Lampe'],
    ['\u001b[31m Red \u001b[0m', 'Red'],
    ['Nul\0l', 'Nul\ufffdl'],
    ['half \ud83c', 'half \ufffd'],
    ['from https://anna:hush@example.org/', 'from https://[redacted]@example.org/'],
    [' \n\u001b[0m', ''],
    [undefined, ''],
    [{ title: 'x' }, ''],
  ])('makes %j one safe line', (text, title) => {
    expect(titleText(text)).toBe(title);
  });

  it('notes what it cut, and leaves its own result as it is', () => {
    const title = titleText('ü'.repeat(1_000_000));
    expect(title.length).toBeLessThanOrEqual(LIMITS.labelCharacters);
    expect(title).toMatch(/^ü+… \(\+[\d,]+ characters\)$/);
    expect(titleText(title)).toBe(title);
  });
});
