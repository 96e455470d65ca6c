import { fails, startModelServer } from '@telltale/testing/model';
import { expect, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import { Stage } from '../test/stage.ts';

const db = libraryDatabase();

test('a language model that is down fails the step that needs it: what works without one is not taken instead', async () => {
  const server = await startModelServer();
  const { url: modelUrl } = server;
  await server.close();
  await using stage = await Stage.open(db, { modelUrl });
  await stage.workHere();
  const runId = await stage.submit({ url: stage.urlOf('static') });
  const { code, message } = await stage.failure(runId);
  expect(code).toBe('model_unreachable');
  expect(message).toMatch(
    /^Error in step summarize .*: openai-compatible:scripted cannot be reached at http:\/\/127.0.0.1:\d+: .* Next: check the network/,
  );
  const { rows } = await db.query('SELECT summary, ready_at, used ? $1 AS told FROM telltale_episode.episode', [
    'summarize',
  ]);
  expect(rows).toEqual([{ summary: null, ready_at: null, told: false }]);
});

test('a language model that refuses is told wherever it was to be asked', async () => {
  await using stage = await Stage.open(db, { model: true });
  stage.model.answerWith(() => fails(401, { message: 'Incorrect API key provided.' }));
  await stage.workHere();
  const runId = await stage.submit({ url: stage.urlOf('JS player') });
  const { code, message } = await stage.failure(runId);
  expect(code).toBe('download_failed');
  expect(message).toMatch(/The agent: .*openai-compatible:scripted .*401/);
  expect(await stage.told(runId)).toContainEqual(
    expect.stringMatching(
      /^The page tells no audio, and the agent could not look further \(.*401.*\): what was found stands\.$/,
    ),
  );
});
