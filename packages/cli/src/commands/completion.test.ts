import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../test/run-command.ts';

const execute = promisify(execFile);
const isThere = (shell: string) =>
  ['/bin', '/usr/bin', '/usr/local/bin'].some((folder) => existsSync(join(folder, shell)));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    await writeFile(join(folder, shell), (await runCommand(['completion', shell])).stdout);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What bash offers for the last of these words. */
async function bash(...words: readonly string[]): Promise<readonly string[]> {
  const script = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _telltale; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execute('bash', ['-c', script, join(folder, 'bash'), 'telltale', ...words], { cwd: folder });
  return stdout.split('\n').filter((line) => line !== '');
}

async function fish(line: string): Promise<readonly string[]> {
  const script = `source ${join(folder, 'fish')}; complete -C ${JSON.stringify(line)}`;
  const { stdout } = await execute('fish', ['--no-config', '-c', script]);
  return stdout.split('\n').flatMap((offered) => offered.split('\t')[0] || []);
}

describe.runIf(isThere('bash'))('completion in bash', () => {
  test('offers commands, and those below a command', async () => {
    expect(await bash('tok')).toEqual(['token']);
    expect(await bash('token', '')).toEqual(['create', 'list', 'revoke', 'help']);
    expect(await bash('token', 'c')).toEqual(['create']);
  });

  test('offers the options of a command with those of all commands', async () => {
    expect(await bash('token', 'create', 'ada', '--')).toEqual(
      expect.arrayContaining(['--role', '--expires', '--json']),
    );
    expect(await bash('token', 'list', '--role')).toEqual([]);
  });

  test('offers the values of an option and of an argument', async () => {
    expect(await bash('token', 'create', 'ada', '--role', '')).toEqual(['viewer', 'operator']);
    expect(await bash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('offers files where an option takes anything, and takes its value for no command', async () => {
    expect((await bash('--config', '')).toSorted()).toEqual(['bash', 'fish', 'zsh']);
    expect(await bash('--data', 'runs', 'token', '')).toContain('create');
    expect(await bash('--data', 'token', '')).toContain('runs');
  });
});

describe.runIf(isThere('zsh'))('completion in zsh', () => {
  test('is a script that zsh understands, and finds the command that is written', async () => {
    const script = `autoload -Uz compinit; compinit -D; source "$0"; print -- "$(_telltale_path --data runs token create)"`;
    const { stdout } = await execute('zsh', ['-f', '-c', script, join(folder, 'zsh')]);
    expect(stdout).toBe('token create\n');
  });
});

describe.runIf(isThere('fish'))('completion in fish', () => {
  test('offers commands, options and values', async () => {
    expect(await fish('telltale tok')).toEqual(['token']);
    expect(await fish('telltale token c')).toEqual(['create']);
    expect(await fish('telltale token create ada --role ')).toEqual(['operator', 'viewer']);
  });
});

describe('telltale completion', () => {
  test('knows three shells', async () => {
    const { stderr, exitCode } = await runCommand(['completion', 'tcsh']);
    expect(stderr).toContain('Allowed choices are bash, zsh, fish');
    expect(exitCode).toBe(2);
  });
});
