import { expect, test } from 'vitest';
import { OutboundPolicy } from '../policy/outbound-policy.ts';
import { NavigationRules } from './navigation-rules.ts';
import { UrlBudget } from './url-budget.ts';

test('each page counts once, wherever in it one looks', () => {
  const { check, budget } = boundRules(2);
  check('https://example.com/a');
  check('https://example.com/a#part');
  check('https://EXAMPLE.com/a#');
  check('https://example.com/a?x');
  expect(budget.used).toBe(2);
  expect(() => check('https://example.com/b')).toThrow(
    expect.objectContaining({ code: 'outbound_refused', rule: 'url-budget', message: 'Max URL limit reached (2)' }),
  );
  expect(check('https://example.com/a').pathname).toBe('/a');
});

test('a page that is refused does not count', () => {
  const { check, budget } = boundRules();
  expect(() => check('http://127.0.0.1/')).toThrow('127.0.0.1 is refused');
  expect(budget).toMatchObject({ used: 0, max: 50 });
});

test.for([0, 501, 1.5, -1, Number.NaN])('%d pages are no budget', (max) => {
  expect(() => new UrlBudget(max)).toThrow(expect.objectContaining({ code: 'outbound_rules_invalid' }));
});

test.for([1, 500])('%d pages are one', (max) => {
  expect(new UrlBudget(max).max).toBe(max);
});

function boundRules(max?: number) {
  const navigation = new NavigationRules(new OutboundPolicy(), new UrlBudget(max));
  return { check: (url: string) => navigation.check(url), budget: navigation.budget };
}
