const PRODUCT = [
  'core',
  'ledger',
  'engine',
  'artifacts-s3',
  'embedded-postgres',
  'telemetry',
  'outbound',
  'agent',
  'browser',
  'speech',
  'vectors',
  'api',
  'server',
  'dashboard',
  'cli',
  'pipelines',
] as const;

/**
 * Which layer may import which: nothing imports upward. A layer is a folder of packages/, or a top folder; `root` is
 * what lies outside every workspace (scripts, configuration).
 */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ledger: ['core'],
  engine: ['core', 'ledger'],
  'artifacts-s3': ['core', 'engine'],
  outbound: ['core'],
  agent: ['core', 'engine'],
  browser: ['core', 'engine', 'agent', 'outbound'],
  speech: ['core', 'engine', 'outbound'],
  vectors: ['core', 'ledger'],
  'embedded-postgres': [],
  telemetry: ['core', 'ledger', 'engine'],
  api: ['core'],
  server: ['core', 'ledger', 'engine', 'telemetry', 'api'],
  dashboard: ['core', 'api'],
  pipelines: ['core', 'ledger', 'engine', 'outbound', 'agent', 'browser', 'speech', 'vectors'],
  cli: PRODUCT,
  testing: ['embedded-postgres'],
  bench: PRODUCT,
  e2e: PRODUCT,
  root: PRODUCT,
};

/** Of some layers below, only these entry points: the server submits and controls runs, and must never execute one. */
export const ENTRY_POINTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  server: { engine: ['./client', './artifacts'] },
};

/** Layers that may import `testing` from any of their files; the others only from test code. */
export const TEST_LAYERS: readonly string[] = ['testing', 'bench', 'e2e'];

/** Layers without I/O, clock or chance, with the packages from outside that they may use. */
export const PURE_LAYERS: Readonly<Record<string, readonly string[]>> = { core: ['zod'] };

/** Folders whose code runs in browsers, where Node's own modules are not; tests of it run in Node. */
export const BROWSER_FOLDERS: readonly string[] = ['packages/dashboard/app'];

/** The layer of a workspace's folder: `packages/core` → `core`, `pipelines/episode` → `pipelines`, `.` → `root`. */
export function layerOf(folder: string): string {
  if (folder === '.') return 'root';
  const [top = '', name] = folder.split('/');
  return top === 'packages' && name ? name : top;
}
