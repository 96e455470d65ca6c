import { expect, test } from 'vitest';
import { browserSignature } from './browser-signature.ts';

test.each([
  ['goto', { url: 'https://Example.org/A?b=C#d ' }, 'goto https://example.org/a?b=c#d'],
  ['click', { selector: ' text=Mehr ', timeoutMs: 5 }, 'click text=mehr'],
  ['click', { role: 'button', name: 'More' }, 'click button more'],
  ['click', { text: 'More' }, 'click more'],
  ['click_at', { x: 10, y: 20 }, 'click_at 10 20'],
  ['extract', { selector: 'h1' }, 'extract h1'],
  ['wait_for', { selector: '#a', timeoutMs: 1 }, 'wait_for #a'],
  ['select', { selector: '#a', value: 'two' }, 'select #a'],
  ['key_press', { selector: '#a', key: 'Enter' }, 'key_press #a enter'],
  ['key_press', { selector: '#a', credential: 'PIN' }, 'key_press #a pin'],
  ['key_press', { selector: '#a', text: 'one' }, 'key_press #a with text'],
  ['key_press', { selector: '#a', text: 'two' }, 'key_press #a with text'],
  ['scroll', { direction: 'Down', amount: 300 }, 'scroll down 300'],
  ['page_content', { format: 'text', part: 2 }, 'page_content 2'],
  ['screenshot', { label: 'one' }, 'screenshot'],
  ['screenshot', null, 'screenshot'],
  [
    'execute_sequence',
    { steps: [{ action: 'goto', url: 'https://a.de' }, { action: 'click', selector: '#B' }, 'what'] },
    'execute_sequence + goto https://a.de + click #b +',
  ],
])('%s %j', (action, input, signature) => {
  expect(browserSignature(action, input)).toBe(signature);
});
