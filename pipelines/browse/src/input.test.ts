import { describe, expect, test } from 'vitest';
import { browseInput } from './input.ts';

const task = 'When does the library open?';

describe('the input of a run', () => {
  test('needs no more than a task', () => {
    expect(browseInput([]).parse({ task: ` ${task} ` })).toEqual({ task, maxRequests: 50, timeoutMs: 600_000 });
  });

  test.for([
    [{ task: ' ' }, 'task'],
    [{ task: 'x'.repeat(10_001) }, 'task'],
    [{ task, url: 'file:///etc/passwd' }, 'url'],
    [{ task, url: 'example.org' }, 'url'],
    [{ task, maxRequests: 0 }, 'maxRequests'],
    [{ task, timeoutMs: 4_000_000 }, 'timeoutMs'],
    [{ task, allowedDomains: [] }, 'allowedDomains'],
    [{ task, allowedDomains: ['https://example.org/'] }, 'allowedDomains'],
    [{ task, model: 'mine' }, ''],
  ] as const)('is not %j', ([input, place]) => {
    const { error } = browseInput([]).safeParse(input);
    expect(error?.issues.map(({ path }) => String(path[0] ?? ''))).toEqual([place]);
  });

  test('may narrow the domains that the installation allows, and not leave them', () => {
    const schema = browseInput(['Example.org']);
    const allowedDomains = ['EXAMPLE.org', 'shop.example.org'];
    expect(schema.parse({ task, allowedDomains }).allowedDomains).toEqual(['example.org', 'shop.example.org']);
    for (const domain of ['example.com', 'badexample.org', 'org']) {
      const { error } = schema.safeParse({ task, allowedDomains: [domain] });
      expect(error?.issues[0]?.message).toBe('this installation allows only Example.org and what is below');
    }
  });
});
