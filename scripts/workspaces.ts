import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** A program that npm installed, such as `tsc`. */
export function installedProgram(name: string): string {
  return join(ROOT, 'node_modules', '.bin', name);
}

/** The part of a package.json that the scripts look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface Workspace {
  /** Relative to the root, with forward slashes: `packages/core`. The root itself is `.`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

/** Every workspace that the root package.json names, in the order of their folders. */
export function listWorkspaces(root: string = ROOT): Workspace[] {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
  return globSync(
    workspaces.map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  )
    .map((file) => ({ folder: toPosix(dirname(file)), manifest: readManifest(join(root, file)) }))
    .sort((a, b) => a.folder.localeCompare(b.folder));
}

/** Code that only tests use: `*.test.ts`, and everything in a folder named `test` or `fixtures`. */
export function isTestCode(file: string): boolean {
  const parts = toPosix(file).split('/');
  return /\.test\.tsx?$/.test(file) || parts.slice(0, -1).some((part) => part === 'test' || part === 'fixtures');
}

/** What `isTestCode` says, as patterns for a tsconfig's `exclude`. */
export const TEST_CODE_PATTERNS = ['**/*.test.ts', '**/*.test.tsx', '**/test/**', '**/fixtures/**'];

export function toPosix(path: string): string {
  return path.split(sep).join('/');
}
