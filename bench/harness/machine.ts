import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { formatNumber } from './format.ts';
import { median } from './statistics.ts';

/** What a reader has to know of the machine to compare a table with another one. */
export function machineFacts(): string[] {
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, ` +
      `${formatNumber(totalmem() / 1024 ** 3)} GB memory, ${type()} ${release()}, Node ${process.versions.node}`,
    `fdatasync of 8 KB in ${tmpdir()}: ${formatNumber(medianFdatasyncMicroseconds())} µs (median of ${SYNCS})`,
  ];
}

/** Processes that wanted to run: over the last minute, and the last five. */
export function loadFact(): string {
  const [one = 0, five = 0] = loadavg();
  return `${one.toFixed(1)} (1 min), ${five.toFixed(1)} (5 min)`;
}

const SYNCS = 200;
const PAGE_BYTES = 8192;

/** How long this disk takes to make one page of a file durable: below it, no commit can be. */
function medianFdatasyncMicroseconds(): number {
  const file = join(tmpdir(), `telltale-bench-${process.pid}`);
  const page = Buffer.alloc(PAGE_BYTES, 1);
  const descriptor = openSync(file, 'w');
  try {
    // As a WAL segment: its space is there already, so that a sync does not wait for the file to grow.
    for (let index = 0; index < SYNCS; index += 1) writeSync(descriptor, page);
    fdatasyncSync(descriptor);
    return median(
      Array.from({ length: SYNCS }, (_, index) => {
        writeSync(descriptor, page, 0, PAGE_BYTES, index * PAGE_BYTES);
        const startedMs = performance.now();
        fdatasyncSync(descriptor);
        return (performance.now() - startedMs) * 1000;
      }),
    );
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
