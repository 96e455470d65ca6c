import { describe, expect, it } from 'vitest';
import { actionName, actionTarget, oneLine, sentence } from './text.ts';

describe('oneLine', () => {
  it('puts text on one line and cuts it between characters', () => {
    expect(oneLine('  a\n\tb  ')).toBe('a b');
    expect(oneLine('👍👍👍👍', 3)).toBe('👍👍…');
  });
});

describe('sentence', () => {
  it.each([
    ['no stop', 'no stop.'],
    ['a stop.', 'a stop.'],
    ['a question?', 'a question?'],
  ])('ends %s once', (text, ended) => {
    expect(sentence(text)).toBe(ended);
  });
});

describe('actionName', () => {
  it.each([
    ['nothing but the tool', undefined, 'click'],
    ['text', 'Mehr', "click 'Mehr'"],
    ['the most telling field', { timeout: 3, selector: '#a', label: 'Mehr' }, "click 'Mehr'"],
    // As the database gives it back: by the length of the keys.
    ['a question, before why it is asked', { reason: 'asked', question: 'Which?' }, "click 'Which?'"],
    ['any text', { button: 'left' }, "click 'left'"],
    ['no text', { x: 1, y: 2 }, 'click'],
    ['a list', ['a', 'b'], "click 'a'"],
    ['null', null, 'click'],
    ['what is not blank', { label: '', text: ' \n', selector: '#a' }, "click '#a'"],
    ['nothing but blanks', ' ', 'click'],
  ])('is made of %s', (_, input, name) => {
    expect(actionName({ tool: 'click', input })).toBe(name);
    // The end of an action has only this of the input.
    expect(actionName({ tool: 'click', input: actionTarget(input) })).toBe(name);
  });

  it('cuts a long target', () => {
    const target = actionTarget({ selector: `text=${'👍'.repeat(100)}` }) ?? '';
    expect([...target]).toHaveLength(80);
    expect(actionName({ tool: 'click', input: target })).toBe(`click '${target}'`);
  });
});
