import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { InvalidArtifactLocationError } from '../errors.ts';
import { withFileSystem } from './file-system-failure.ts';

const store = (work: () => Promise<unknown>) =>
  withFileSystem('local folder /data', 'store an artifact of run r', work);

test.skipIf(!existsSync('/dev/full'))('a full disk is said in words, and is worth another try', async () => {
  await expect(store(() => writeFile('/dev/full', 'x'))).rejects.toMatchObject({
    code: 'artifact_store_failed',
    message: 'The artifact store (local folder /data) cannot store an artifact of run r: the disk is full.',
    hint: 'Make room on that disk, then try again.',
    retryable: true,
    cause: { code: 'ENOSPC' },
  });
});

test('a failure that has no words of its own is told by the system', async () => {
  await expect(store(() => open('/nowhere/x'))).rejects.toMatchObject({
    code: 'artifact_store_failed',
    message: expect.stringContaining('ENOENT'),
    retryable: false,
  });
});

test('what the store refused itself stays as it is', async () => {
  const refusal = new InvalidArtifactLocationError('x', 'it is no run id');
  await expect(store(() => Promise.reject(refusal))).rejects.toBe(refusal);
});
