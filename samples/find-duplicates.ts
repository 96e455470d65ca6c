import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ItemRef } from '@telltale/core';
import type { RunRecorder } from '@telltale/ledger';

export const STEPS = ['list_files', 'fingerprint', 'compare'] as const;
type Step = (typeof STEPS)[number];

const LANES = 8;

export interface Duplicates {
  readonly files: number;
  /** Files whose content another file has as well. */
  readonly copies: number;
  readonly wastedBytes: number;
}

interface Fingerprint {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Finds files of the same content below `folder`, as a run of three steps that tells the recorder all it does. Each
 * file's fingerprint is in the database before the next file is begun: a crash would lose none.
 */
export async function findDuplicates(run: RunRecorder, folder: string): Promise<Duplicates> {
  const started = performance.now();
  await run.event({ type: 'run.started', data: { workerId: `sample-${process.pid}`, attempt: 1 } });

  const paths = await inStep(run, 'list_files', () => listFiles(folder));
  const prints = await inStep(run, 'fingerprint', () => fingerprintAll(run, folder, paths));
  const found = await inStep(run, 'compare', async () => compare(prints));

  const durationMs = performance.now() - started;
  await run.record({ type: 'run.succeeded', data: { durationMs } });
  return found;
}

async function inStep<T>(run: RunRecorder, step: Step, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const number = STEPS.indexOf(step) + 1;
  await run.event({ type: 'step.started', step, data: { number, of: STEPS.length, attempt: 1 } });
  const result = await work();
  await run.event({ type: 'step.succeeded', step, data: { durationMs: performance.now() - started } });
  return result;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function fingerprintAll(run: RunRecorder, folder: string, paths: readonly string[]): Promise<Fingerprint[]> {
  const step = 'fingerprint';
  await run.event({ type: 'step.planned', step, data: { total: paths.length, unit: 'files', kept: 0 } });
  const prints: Fingerprint[] = [];
  const current = new Set<string>();
  let next = 0;

  async function lane(): Promise<void> {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      current.add(path);
      const started = performance.now();
      const print = await fingerprint(join(folder, path));
      const finished = run.finishItem(
        { type: 'item.succeeded', step, item: key(path), data: { durationMs: performance.now() - started } },
        { result: print },
      );
      prints.push(print);
      current.delete(path);
      run.progress({
        step,
        total: paths.length,
        done: prints.length,
        failed: 0,
        skipped: 0,
        unit: 'files',
        current: [...current].map(named),
        upNext: paths.slice(next, next + 5).map(named),
      });
      await finished;
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  return prints;
}

/** A path as an item's key, which has its limit: the end of a long path says more than its start. */
function key(path: string): string {
  return path.length <= 500 ? path : `${createHash('sha256').update(path).digest('hex')}…${path.slice(-400)}`;
}

function named(path: string): ItemRef {
  return { key: key(path) };
}

async function fingerprint(path: string): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (chunks) => {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { sha256: hash.digest('hex'), bytes };
}

function compare(prints: readonly Fingerprint[]): Duplicates {
  const seen = new Set<string>();
  let copies = 0;
  let wastedBytes = 0;
  for (const { sha256, bytes } of prints) {
    if (bytes > 0 && seen.has(sha256)) {
      copies += 1;
      wastedBytes += bytes;
    }
    seen.add(sha256);
  }
  return { files: prints.length, copies, wastedBytes };
}
