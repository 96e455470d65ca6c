import { describe, expect, it } from 'vitest';
import { episode } from '../../test/pipelines.ts';
import { createLocalArtifactStore } from '../artifacts/index.ts';
import { WORKER_DEFAULTS } from './settings.ts';
import { toConfig, type WorkerOptions } from './worker-options.ts';

const OPTIONS: WorkerOptions = {
  url: 'postgres://here/db',
  pipelines: [episode],
  artifacts: createLocalArtifactStore({ folder: '/tmp' }),
};

describe('the options of a worker', () => {
  it('have defaults', () => {
    const { settings, version, workerId } = toConfig(OPTIONS);
    expect({ settings, version }).toEqual({ settings: WORKER_DEFAULTS, version: '0' });
    expect(toConfig(OPTIONS).workerId).not.toBe(workerId);
  });

  it.each<[string, Partial<WorkerOptions>, RegExp]>([
    ['no pipelines', { pipelines: [] }, /at least one/],
    ['two pipelines of one name', { pipelines: [episode, { ...episode }] }, /another one of that name/],
    ['an id with a space', { workerId: 'my worker' }, /workerId has to be .* it is "my worker"/],
    ['an empty version', { version: '' }, /version has to have 1 to 64 characters/],
    ['a setting that does not exist', { settings: { pollms: 5 } as never }, /no setting pollms; there are .*pollMs/],
    ['a setting that is no number', { settings: { pollMs: Number.NaN } }, /settings.pollMs has to be a number/],
    ['a negative time', { settings: { graceMs: -1 } }, /settings.graceMs has to be a number from 0/],
    [
      'a heartbeat that comes too late',
      { settings: { heartbeatMs: 30_000 } },
      /heartbeatMs .* up to 10000; it is 30000/,
    ],
    ['no days to keep runs', { settings: { keepRunsDays: 0 } }, /keepRunsDays has to be a number more than 0/],
  ])('refuse %s', (_, options, message) => {
    expect(() => toConfig({ ...OPTIONS, ...options })).toThrow(message);
  });

  it('keep runs forever unless told otherwise', () => {
    expect(toConfig({ ...OPTIONS, settings: { keepRunsDays: null } }).settings.keepRunsDays).toBeNull();
  });
});
