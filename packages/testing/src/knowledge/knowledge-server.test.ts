import { describe, expect, onTestFinished, test } from 'vitest';
import { startKnowledge } from './knowledge-server.ts';

async function open() {
  const server = await startKnowledge();
  onTestFinished(() => server.close());
  const ask = (path: string, headers: Readonly<Record<string, string>> = { 'user-agent': 'test' }) =>
    fetch(`${server.url}${path}`, { headers });
  return { server, ask };
}

const SEARCH = '/w/api.php?action=wbsearchentities&format=json&type=item&search=miles';

describe('KnowledgeServer', () => {
  test('answers a search in the format of Wikidata', async () => {
    const { ask } = await open();
    const answer = await (await ask(`${SEARCH}&language=de&limit=1`)).json();
    expect(answer).toMatchObject({
      searchinfo: { search: 'miles' },
      search: [
        {
          id: 'Q93341',
          concepturi: 'http://www.wikidata.org/entity/Q93341',
          label: 'Miles Davis',
          match: { type: 'label', language: 'de', text: 'Miles Davis' },
        },
      ],
      'search-continue': 1,
      success: 1,
    });
  });

  test('tells of errors of the API with status 200', async () => {
    const { ask } = await open();
    const answer = await ask(`${SEARCH}&language=xx-yy`);
    expect([answer.status, answer.headers.get('mediawiki-api-error')]).toEqual([200, 'badvalue']);
    expect(await answer.json()).toMatchObject({ error: { code: 'badvalue' } });
  });

  test('refuses a query that it does not understand, and who does not say who he is', async () => {
    const { ask } = await open();
    expect((await ask('/sparql?query=SELECT')).status).toBe(400);
    expect((await ask(SEARCH, { 'user-agent': '' })).status).toBe(403);
  });

  test('fails as often as it was told to, and notes every request', async () => {
    const { server, ask } = await open();
    server.fail({ kind: 'rate-limit', retryAfterS: 7 }, { times: 2 });
    const answers = [await ask(SEARCH), await ask(SEARCH), await ask(`${SEARCH}&language=en`)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('7');
    expect(server.requests.map(({ kind, asked }) => [kind, asked])).toEqual(Array(3).fill(['search', 'miles']));
  });
});
