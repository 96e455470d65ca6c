import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The C compiler by its name on every Unix. */
const COMPILER = 'cc';
const SOURCE = join(import.meta.dirname, '..', 'slow-fsync.c');

/** A library that makes each fsync 1 ms slower, in a folder of its own that goes at the end of an `using` block. */
export interface SlowFsync extends Disposable {
  /** For `LD_PRELOAD`. Once a server has started with it the file may go. */
  readonly library: string;
}

/** Compiles it. `null` where there is no C compiler. */
export function compileSlowFsync(): SlowFsync | null {
  if (process.platform !== 'linux' || spawnSync(COMPILER, ['--version']).error !== undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
  const library = join(folder, 'slow-fsync.so');
  const compiler = spawnSync(COMPILER, ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl'], {
    encoding: 'utf8',
  });
  if (compiler.status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`${COMPILER} could not compile ${SOURCE}: ${compiler.stderr}`);
  }
  // The server runs as another user when we are root.
  chmodSync(folder, 0o755);
  return { library, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
