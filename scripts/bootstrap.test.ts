import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needsInstall, nodeComplaint, providePrograms } from './bootstrap.cjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-bootstrap-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('needsInstall', () => {
  const tool = { 'node_modules/tool': { version: '1.0.0' } };

  function write(file: string, packages: object, ageSeconds: number): void {
    const path = join(folder, file);
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(path, JSON.stringify({ packages }));
    const time = Date.now() / 1000 - ageSeconds;
    utimesSync(path, time, time);
  }
  const writeLock = (packages: object, ageSeconds: number) => write('package-lock.json', packages, ageSeconds);
  const writeInstalled = (packages: object, ageSeconds: number) =>
    write('node_modules/.package-lock.json', packages, ageSeconds);

  test('a fresh clone does', () => {
    writeLock(tool, 0);
    expect(needsInstall(folder)).toBe(true);
  });

  test('what was installed after the lock file was written does not', () => {
    writeLock(tool, 60);
    writeInstalled({}, 0);
    expect(needsInstall(folder)).toBe(false);
  });

  test('a newer lock file with other versions does', () => {
    writeInstalled(tool, 60);
    writeLock({ '': {}, 'node_modules/tool': { version: '2.0.0' } }, 0);
    expect(needsInstall(folder)).toBe(true);
  });

  test('a newer lock file with one more package does', () => {
    writeInstalled(tool, 60);
    writeLock({ ...tool, 'node_modules/other': { version: '1.0.0' } }, 0);
    expect(needsInstall(folder)).toBe(true);
  });

  test('a newer lock file that says the same does not, whatever optional packages other platforms have', () => {
    writeInstalled(tool, 60);
    writeLock({ '': {}, ...tool, 'node_modules/tool-mac': { version: '1.0.0', optional: true } }, 0);
    expect(needsInstall(folder)).toBe(false);
  });
});

test('only Node 24 will do, and the complaint says how to get it', () => {
  expect(nodeComplaint('v24.21.0')).toBeUndefined();
  expect(nodeComplaint('v20.20.2')).toMatch(/is v20\.20\.2.*npm rebuild node --ignore-scripts=false/s);
  expect(nodeComplaint(undefined)).toMatch(/does not run.*npm rebuild node --ignore-scripts=false/s);
});

describe('providePrograms', () => {
  const program = { name: 'telltale-no-such-program', debian: 'no-such-package', why: 'to test' };
  const line =
    'Missing system programs: telltale-no-such-program (to test). On Debian or Ubuntu: apt-get install no-such-package';

  /** What it installs and says on a machine where `folder` is the PATH. */
  function provide(machine: { root: boolean; apt: boolean; ci: boolean }, installPackages = () => {}) {
    const installed: string[][] = [];
    const said: string[] = [];
    providePrograms(
      [program],
      { ...machine, path: folder },
      {
        installPackages: (packages: string[]) => {
          installed.push(packages);
          installPackages();
        },
        say: (text: string) => said.push(text),
      },
    );
    return { installed, said };
  }
  const addProgram = () => writeFileSync(join(folder, program.name), '');

  test('says nothing of a program that is there', () => {
    addProgram();
    expect(provide({ root: true, apt: true, ci: true })).toEqual({ installed: [], said: [] });
  });

  test.each([
    { root: true, apt: true, ci: false },
    { root: false, apt: true, ci: true },
    { root: true, apt: false, ci: true },
  ])('changes nobody’s system: %o', (machine) => {
    expect(provide(machine)).toEqual({ installed: [], said: [line] });
  });

  test('installs in CI as root', () => {
    expect(provide({ root: true, apt: true, ci: true }, addProgram)).toEqual({
      installed: [['no-such-package']],
      said: [],
    });
  });

  test('tells of what could not be installed', () => {
    expect(provide({ root: true, apt: true, ci: true })).toEqual({ installed: [['no-such-package']], said: [line] });
  });
});
