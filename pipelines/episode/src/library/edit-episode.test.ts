import { definePipeline } from '@telltale/engine';
import { inTransaction, lockSubject } from '@telltale/ledger';
import { waitForRows } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { shelve } from '../../test/shelf.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { noteUsed } from '../store/note-used.ts';
import { type EpisodeChanges, type EpisodeLibrary, openLibrary } from './index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const pool = () => db.pool({ max: 4 });

/** Nobody takes its runs from their queue. */
const episode = definePipeline({
  name: 'episode',
  version: '1',
  input: z.object({ episodeId: z.string() }),
  subject: ({ episodeId }) => episodeId,
  steps: ['fetch_details', 'download'],
  run: async () => undefined,
});

let library: EpisodeLibrary;

beforeAll(() => {
  const unused = async () => {
    throw new Error('it is not used here');
  };
  library = openLibrary({
    pool: pool(),
    media: { open: unused, remove: unused, receiveUpload: unused },
    embedder: async () => new TestEmbedder(),
    vectors: async () => new TestVectors(),
    wikidata: null,
  });
});

const edit = (episodeId: string, changes: EpisodeChanges, by = 'ann') =>
  library.editEpisode({ episodeId, changes, by });

const settle = (runId: string, status: string) =>
  db.query('UPDATE dbos.workflow_status SET status = $2 WHERE workflow_uuid = $1', [runId, status]);

describe('what a person knows better', () => {
  test('takes the place of what was found; the rest stays', async () => {
    const id = await shelve(pool(), {
      title: 'Tho lamp',
      show: 'The Coast',
      language: 'en',
      audioUrl: 'https://a.example/1.mp3',
    });
    await noteUsed(pool(), id, 'fetch_details', {
      with: 'the feed',
      why: 'it is there',
      from: { title: 'the feed', guid: 'the feed' },
    });
    const changes = {
      ...{ title: 'The lamp', description: 'A\ntower.', publishedAt: '2026-11-21T00:00:00.000Z', language: null },
      ...{ imageUrl: 'https://a.example/1.jpg', country: 'gb', audioUrl: 'https://b.example/2.m4a' },
    };
    const edited = await edit(id, changes);
    expect(edited).toMatchObject({ ...changes, showName: 'The Coast', audioFormat: 'm4a' });
    expect(edited).toEqual(await library.getEpisode({ episodeId: id }));
    expect(edited.used.fetch_details).toMatchObject({
      ...{ with: 'the feed', why: 'it is there', from: { title: 'a person', guid: 'the feed' }, editedBy: 'ann' },
      edited: ['title', 'description', 'publishedAt', 'imageUrl', 'language', 'country', 'audioUrl'],
    });
  });

  test('is noted with what was edited before, also where no details were ever found', async () => {
    const id = await shelve(pool(), { title: null });
    await edit(id, { title: 'The lamp', audioUrl: 'https://a.example/stream' });
    const { used, audioFormat } = await edit(id, { title: 'The tower', showName: 'The Coast' }, 'bob');
    expect({ details: used.fetch_details, audioFormat }).toEqual({
      details: {
        ...{
          with: 'a person',
          why: 'the details were not found',
          edited: ['title', 'audioUrl', 'showName'],
          editedBy: 'bob',
        },
        from: { title: 'a person', audioUrl: 'a person', showName: 'a person' },
      },
      audioFormat: null,
    });
  });
});

describe('an episode is edited only', () => {
  test('while its newest run has failed or was cancelled', async () => {
    const id = await shelve(pool(), { title: 'The lamp' });
    const { runId: first } = await runs.client.submit(episode, { episodeId: id });
    const hint = expect.stringContaining(`telltale cancel ${first}`);
    for (const status of ['ENQUEUED', 'PENDING']) {
      await settle(first, status);
      await expect(edit(id, { title: 'x' })).rejects.toMatchObject({ code: 'episode_busy', hint });
    }
    await settle(first, 'ERROR');
    expect(await edit(id, { title: 'after a failure' })).toMatchObject({ title: 'after a failure' });
    const { runId: second } = await runs.client.submit(episode, { episodeId: id });
    await runs.client.pause(second);
    await expect(edit(id, { title: 'x' })).rejects.toMatchObject({ code: 'episode_busy' });
    await runs.client.cancel(second);
    expect(await edit(id, { title: 'after a cancel' })).toMatchObject({ title: 'after a cancel' });
    const { runId: third } = await runs.client.submit(episode, { episodeId: id });
    await settle(third, 'SUCCESS');
    await expect(edit(id, { title: 'x' })).rejects.toMatchObject({
      ...{ code: 'episode_not_failed', message: expect.stringContaining(third) },
      hint: expect.stringContaining(`telltale rerun ${third}`),
    });
    expect(await library.getEpisode({ episodeId: id })).toMatchObject({ title: 'after a cancel' });
  });

  test.for(['pause', 'cancel'])('once its worker has heeded a %s', async (control) => {
    const id = await shelve(pool());
    const { runId } = await runs.client.submit(episode, { episodeId: id });
    await settle(runId, 'PENDING');
    await db.query('UPDATE telltale.progress SET control = $2, control_at = now() WHERE run_id = $1', [runId, control]);
    await expect(edit(id, { title: 'x' })).rejects.toMatchObject({ code: 'episode_busy' });
    const { signal } = new AbortController();
    await expect(library.deleteEpisode({ episodeId: id }, { signal })).rejects.toMatchObject({ code: 'episode_busy' });
  });

  test('if no run began while the edit waited for its turn', async () => {
    const id = await shelve(pool(), { title: 'The lamp' });
    const waiting = (count: number) => ({
      text: `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
              WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`,
      until: (rows: readonly unknown[]) => rows.length === count,
    });
    const { submitted, edited } = await inTransaction(pool(), async (transaction) => {
      await lockSubject(transaction, { pipeline: 'episode', subject: id });
      const submitting = runs.client.submit(episode, { episodeId: id });
      await waitForRows(db.pool(), waiting(1));
      const editing = edit(id, { title: 'The tower' }).catch((error: unknown) => error);
      await waitForRows(db.pool(), waiting(2));
      return { submitted: submitting, edited: editing };
    });
    const { runId } = await submitted;
    expect(await edited).toMatchObject({ code: 'episode_busy', details: { runId } });
    expect(await library.getEpisode({ episodeId: id })).toMatchObject({ title: 'The lamp' });
  });
});
