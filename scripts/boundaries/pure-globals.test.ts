import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedProgram, ROOT } from '../workspaces.ts';

test('the pure tsconfig knows nothing of Node or the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-pure-'));
  const names = ['process', 'setTimeout', 'setInterval', 'queueMicrotask', 'fetch', 'console', 'performance', 'crypto'];
  try {
    writeFileSync(join(folder, 'a.ts'), `export {};\n${names.map((name) => `${name};`).join('\n')}\n`);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(ROOT, 'scripts/boundaries/tsconfig.pure.json'), include: ['a.ts'], exclude: [] }),
    );
    const tsc = spawnSync(installedProgram('tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    const unknown = [...tsc.stdout.matchAll(/TS\d+: Cannot find name '(\w+)'/g)].map(([, name]) => name);
    expect(unknown).toEqual(names);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
