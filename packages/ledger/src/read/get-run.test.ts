import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRun } from '../../test/runs.ts';
import { openRecorder } from '../record/recorder.ts';
import { createReader, type Reader } from './reader.ts';

const db = testDatabase();
let reader: Reader;
let runId: string;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

beforeAll(async () => {
  reader = createReader(db.pool());
  const made = await makeRun(db.pool());
  runId = made.runId;
  const recorder = await openRecorder({ url: db.url });
  const run = recorder.run(runId, { owner: made.owner });
  const counts = { total: 3, done: 2, failed: 1, skipped: 0 };
  await run.record({ type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } });
  await run.record({
    type: 'step.failed',
    step: 'download',
    data: { durationMs: 10, counts, error: { name: 'Error', message: 'no' } },
  });
  await run.record({ type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 2 } });
  await run.record({ type: 'step.sized', step: 'download', data: { size: 1_000, unit: 'bytes' } });
  await run.record({ type: 'step.succeeded', step: 'download', data: { durationMs: 20, counts } });
  await run.record({ type: 'step.skipped', step: 'transcribe', data: { reason: 'nothing to hear' } });
  await run.record({ type: 'step.started', step: 'embed', data: { number: 3, of: 3, attempt: 1 } });
  for (const [index, kind] of ['audio', 'screenshot', 'screenshot'].entries()) {
    await run.record({
      type: 'artifact.stored',
      step: 'download',
      item: index === 0 ? null : `item-${index}`,
      data: {
        artifactId: `artifact-${index}`,
        kind,
        name: `file-${index}`,
        location: `runs/${index}`,
        bytes: 5_000_000_000,
        sha256: 'ab'.repeat(32),
        ...(index === 0 ? { contentType: 'audio/mpeg' } : {}),
      },
    });
  }
  for (const actionId of ['a', 'b']) {
    await run.record({ type: 'action.started', step: 'embed', actionId, data: { tool: 'embed' } });
  }
  await recorder.close();
});

describe('getRun', () => {
  test('gives the run, or null', async () => {
    expect(await reader.getRun(runId)).toMatchObject({ runId, state: 'running', openActions: 2 });
    expect(await reader.getRun('no-such-run')).toBeNull();
  });
});

describe('getRuns', () => {
  test('gives each run that there is once, as getRun does', async () => {
    const run = await reader.getRun(runId);
    const runs = await reader.getRuns([runId, 'no-such-run', 'a\0b', '', runId]);
    expect(runs).toEqual([{ ...run, asOf: runs[0]?.asOf, verdict: runs[0]?.verdict }]);
    expect(await reader.getRuns([])).toEqual([]);
  });
});

describe('getRunDetail', () => {
  test('gives the run with its attempts, open actions and what artifacts it has', async () => {
    const { attempts, runningActions, artifacts, ...run } = (await reader.getRunDetail(runId)) ?? {};
    expect(run).toMatchObject({ runId, step: { name: 'embed', number: 3, of: 3 } });
    expect(attempts).toEqual(await reader.listSteps(runId));
    expect(runningActions?.map(({ actionId }) => actionId).sort()).toEqual(['a', 'b']);
    expect(artifacts).toEqual([
      { kind: 'audio', count: 1, bytes: 5_000_000_000 },
      { kind: 'screenshot', count: 2, bytes: 10_000_000_000 },
    ]);
  });

  test('gives null for a run that does not exist', async () => {
    expect(await reader.getRunDetail('no-such-run')).toBeNull();
    expect(await reader.getRunDetail('x'.repeat(10_000))).toBeNull();
  });
});

describe('listSteps', () => {
  test('gives every attempt, the first one first', async () => {
    const counts = { total: 3, done: 2, failed: 1, skipped: 0 };
    const none = { total: null, done: 0, failed: 0, skipped: 0 };
    const times = { startedAt: expect.stringMatching(AT), finishedAt: expect.stringMatching(AT) };
    const size = null;
    expect(await reader.listSteps(runId)).toEqual([
      { step: 'download', number: 1, attempt: 1, ...times, durationMs: 10, outcome: 'failed', counts, size },
      {
        step: 'download',
        number: 1,
        attempt: 2,
        ...times,
        durationMs: 20,
        outcome: 'succeeded',
        counts,
        size: { size: 1_000, unit: 'bytes' },
      },
      { step: 'transcribe', number: 2, attempt: 1, ...times, durationMs: 0, outcome: 'skipped', counts: none, size },
      {
        step: 'embed',
        number: 3,
        attempt: 1,
        ...times,
        finishedAt: null,
        durationMs: null,
        outcome: null,
        counts: none,
        size,
      },
    ]);
    expect(await reader.listSteps('no-such-run')).toEqual([]);
  });
});

describe('listArtifacts', () => {
  test('pages through the artifacts of a run, oldest first', async () => {
    const first = await reader.listArtifacts({ runId, limit: 1 });
    expect(first.artifacts).toEqual([
      {
        artifactId: 'artifact-0',
        at: expect.stringMatching(AT),
        step: 'download',
        item: null,
        kind: 'audio',
        name: 'file-0',
        location: 'runs/0',
        contentType: 'audio/mpeg',
        bytes: 5_000_000_000,
        sha256: 'ab'.repeat(32),
      },
    ]);
    const rest = await reader.listArtifacts({ runId, cursor: first.nextCursor });
    expect(rest.artifacts.map(({ artifactId }) => artifactId)).toEqual(['artifact-1', 'artifact-2']);
    expect(rest.artifacts[0]).not.toHaveProperty('contentType');
    expect(rest.nextCursor).toBeNull();
  });

  test('getArtifact gives one of them as the list has it, and none of another run', async () => {
    const { artifacts } = await reader.listArtifacts({ runId });
    expect(await reader.getArtifact(runId, 'artifact-1')).toEqual(artifacts[1]);
    expect(await reader.getArtifact(runId, 'artifact-9')).toBeNull();
    expect(await reader.getArtifact('no-such-run', 'artifact-1')).toBeNull();
  });

  test('gives none for a run that does not exist, and refuses what cannot be right', async () => {
    expect(await reader.listArtifacts({ runId: 'no-such-run' })).toEqual({ artifacts: [], nextCursor: null });
    await expect(reader.listArtifacts({ runId, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});
