import { chmod, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { artifactStoreConformance } from '@telltale/testing/artifact-store-conformance';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createLocalArtifactStore } from './local-artifact-store.ts';

const RUN = 'episode-x-run-1';

let folder: string;

async function scratch(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'telltale-store-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
}

beforeEach(async () => {
  folder = join(await scratch(), 'made', 'when', 'needed');
});

artifactStoreConformance('the local store', async () => ({
  store: createLocalArtifactStore({ folder }),
  contents: async () => ((await readdir(join(folder, '..')).catch(() => [])).length === 0 ? [] : filesIn(folder)),
}));

test('only the user that stored a file can read it', async () => {
  const store = createLocalArtifactStore({ folder });
  await store.put({ runId: RUN, source: 'x' });
  const modes = [folder, join(folder, RUN), ...(await filesIn(folder))].map(async (path) => (await stat(path)).mode);
  expect((await Promise.all(modes)).map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
});

test('the folder of a run is removed with its last file', async () => {
  const store = createLocalArtifactStore({ folder });
  const one = await store.put({ runId: RUN, source: '1' });
  const two = await store.put({ runId: RUN, source: '2' });
  await store.remove(one.location);
  expect(await readdir(folder)).toContain(RUN);
  await store.remove(two.location);
  expect(await readdir(folder)).toEqual(['.incoming']);
});

test('check removes what a crash left behind a day ago, and nothing that is being written', async () => {
  const store = createLocalArtifactStore({ folder });
  await store.check();
  const [old, recent] = [join(folder, '.incoming', 'old'), join(folder, '.incoming', 'recent')];
  await writeFile(old, 'x');
  await writeFile(recent, 'x');
  const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await store.check();
  expect(await filesIn(folder)).toEqual([recent]);
});

test('a run folder that is a link out of the store is refused for everything', async () => {
  const store = createLocalArtifactStore({ folder });
  const { location } = await store.put({ runId: RUN, source: 'secret' });
  const outside = await scratch();
  const stored = await filesIn(folder);
  expect(stored).toHaveLength(1);
  await writeFile(join(outside, location.split('/')[1] ?? ''), 'not ours');
  await rm(join(folder, RUN), { recursive: true });
  await symlink(outside, join(folder, RUN));

  const refusal = { code: 'artifact_location_invalid', message: expect.stringContaining('leads out of the store') };
  await expect(store.open(location)).rejects.toMatchObject(refusal);
  await expect(store.stat(location)).rejects.toMatchObject(refusal);
  await expect(store.remove(location)).rejects.toMatchObject(refusal);
  await expect(store.put({ runId: RUN, source: 'new' })).rejects.toMatchObject(refusal);
  expect(await filesIn(outside)).toHaveLength(1);
});

test('a file that is a link is refused, and its target stays', async () => {
  const store = createLocalArtifactStore({ folder });
  const { location } = await store.put({ runId: RUN, source: 'x' });
  const target = join(await scratch(), 'target');
  await writeFile(target, 'not ours');
  const file = join(folder, location);
  await rm(file);
  await symlink(target, file);

  await expect(store.open(location)).rejects.toMatchObject({ code: 'artifact_location_invalid' });
  await expect(store.stat(location)).rejects.toMatchObject({ code: 'artifact_location_invalid' });
  await store.remove(location);
  expect(await filesIn(folder)).toEqual([]);
  expect((await stat(target)).size).toBe(8);
});

test('the folder itself may be a link', async () => {
  const real = await scratch();
  const link = join(await scratch(), 'link');
  await symlink(real, link);
  const store = createLocalArtifactStore({ folder: link });
  await store.check();
  const { location } = await store.put({ runId: RUN, source: 'x' });
  expect(String(await buffer((await store.open(location)).stream))).toBe('x');
});

test('a stored file that was damaged is mended by storing it again', async () => {
  const store = createLocalArtifactStore({ folder });
  const { location } = await store.put({ runId: RUN, source: 'whole' });
  await writeFile(join(folder, location), 'hole');
  await store.put({ runId: RUN, source: 'whole' });
  expect(await store.stat(location)).toEqual({ bytes: 5 });
});

test('a folder that cannot be made is named, with what to do', async () => {
  const blocked = join(await scratch(), 'file');
  await writeFile(blocked, '');
  const store = createLocalArtifactStore({ folder: join(blocked, 'artifacts') });
  const failure = {
    code: 'artifact_store_failed',
    retryable: false,
    message: expect.stringContaining('a file is where a folder has to be'),
    hint: 'Remove it, or use another folder.',
  };
  await expect(store.check()).rejects.toMatchObject(failure);
  await expect(store.put({ runId: RUN, source: 'x' })).rejects.toMatchObject(failure);
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is named, with what to do', async () => {
  const readOnly = await scratch();
  await chmod(readOnly, 0o500);
  const store = createLocalArtifactStore({ folder: join(readOnly, 'artifacts') });
  await expect(store.check()).rejects.toMatchObject({
    code: 'artifact_store_failed',
    message: expect.stringContaining('this user has no permission'),
  });
});
