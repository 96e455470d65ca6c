import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';
import { expect, onTestFinished, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import { openEpisodeServices } from './services.ts';

const db = libraryDatabase();

test('who has a language model of its own is given that one, and the others the common one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-services-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const asked: string[] = [];
  const model = (name: string) => async () => {
    asked.push(name);
    return null;
  };
  await using services = await openEpisodeServices({
    pool: db.pool(),
    artifacts: createLocalArtifactStore({ folder: join(folder, 'artifacts') }),
    workFolder: join(folder, 'work'),
    model: model('common'),
    models: { summarize: model('for summaries') },
  });
  await services.for('summarize').model();
  await services.for('extract').model();
  expect(asked).toEqual(['for summaries', 'common']);
});
