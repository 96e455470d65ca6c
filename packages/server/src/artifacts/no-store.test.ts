import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testServer } from '../../test/server.ts';

const server = testServer(testDatabase(), { artifacts: null });

test('a server that was not told where files are says so, in words for whoever runs it', async () => {
  // The worker has a store; the server was given none.
  const runId = await server.run(({ step }) => step('fetch', (s) => s.artifact({ kind: 'a', name: 'a', source: 'a' })));
  const { artifacts } = await server.ok('listArtifacts', { params: { runId } });
  const params = { runId, artifactId: String(artifacts[0]?.artifactId) };
  const error = await server.error('getArtifact', { params });
  expect(error).toMatchObject({
    status: 501,
    code: 'artifact_store_missing',
    hint: expect.stringContaining('Start it'),
  });
});
