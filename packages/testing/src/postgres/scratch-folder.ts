import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY_DISK = '/dev/shm';
// A template, its copies for the files of a run, and the write-ahead log; containers often have a memory disk of 64 MB.
const NEEDED_BYTES = 2 * 1024 ** 3;

/**
 * Where a server that need not survive a crash of the machine keeps its files: in memory if there is plenty, else on
 * disk.
 */
export function scratchFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    return bavail * bsize >= NEEDED_BYTES ? MEMORY_DISK : tmpdir();
  } catch {
    return tmpdir(); // Only Linux has one.
  }
}
