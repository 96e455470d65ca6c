import { ENDPOINTS, ROLES } from '@telltale/api';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { testServer } from '../../test/server.ts';

const server = testServer(testDatabase(), { working: false });
let docs: string;

beforeAll(async () => {
  docs = await (await server.request('/api/docs')).text();
});

describe('the page about the API', () => {
  test('tells of every endpoint, with a command that can be tried', () => {
    for (const name of Object.keys(ENDPOINTS)) expect(docs).toContain(`id="${name}"`);
    expect(docs).toContain('curl &#39;http://localhost:4040/api/v1/runs/RUN&#39;');
    expect(docs).toContain('-d &#39;{&quot;pipeline&quot;:&quot;PIPELINE&quot;');
    for (const role of ROLES) expect(docs).toContain(`For <b>${role}s</b>`);
  });

  test('has no link that leads nowhere', async () => {
    const targets = new Set([...docs.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `#${id}`));
    const links = [...docs.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href));
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((href) => href.startsWith('#') && !targets.has(href))).toEqual([]);
    for (const href of new Set(links.filter((link) => link.startsWith('/')))) {
      expect((await server.request(href)).status, href).toBeLessThan(400);
    }
  });

  test('holds no object that was turned into text by mistake', () => {
    expect(docs).not.toMatch(/\[object |undefined|NaN/);
  });
});

test.for(['/', '/api/docs'])('%s needs neither a script nor a style of its own, as its policy says', async (path) => {
  const response = await server.request(path);
  const html = await response.text();
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script|<style| style=| on\w+=/i);
  expect(html).toContain('<meta name="viewport"');
  expect(html).toMatch(/<html lang="en">/);
});

test('the first page says what runs here and what to do', async () => {
  const html = await (await server.request('/')).text();
  for (const said of ['Telltale runs here', 'telltale runs', 'telltale watch RUN', 'href="/api/docs"']) {
    expect(html).toContain(said);
  }
});
