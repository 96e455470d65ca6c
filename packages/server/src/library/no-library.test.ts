import { ENDPOINTS, type Endpoint, type EndpointName } from '@telltale/api';
import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { EPISODE } from '../../test/scripted-library.ts';
import { errorOf, testServer } from '../../test/server.ts';

const server = testServer(testDatabase(), { working: false });

describe('without a library', () => {
  const names = (Object.keys(ENDPOINTS) as EndpointName[]).filter((name) => {
    const { tag, upload }: Endpoint = ENDPOINTS[name];
    return tag === 'library' && !upload;
  });

  test.for(names)('%s says so, and where there is one', async (name) => {
    const body = name === 'editEpisode' ? { title: 'The lamp' } : undefined;
    const ask = { params: { episodeId: EPISODE, entityId: '1' }, query: queries[name] ?? {}, body };
    expect(await server.error(name, ask)).toMatchObject({
      ...{ status: 404, code: 'library_missing' },
      hint: expect.stringContaining('telltale start'),
    });
  });

  test('a file is not taken', async () => {
    const response = await server.request('/api/v1/uploads?name=a.mp3', { method: 'POST', body: 'x' });
    expect(await errorOf(response)).toMatchObject({ status: 404, code: 'library_missing' });
  });
});

const queries: Partial<Record<EndpointName, Readonly<Record<string, string>>>> = {
  searchPassages: { text: 'lamp' },
  lookUpEntity: { name: 'Fresnel' },
};
