import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { ORPHANED_AFTER_MS } from '@telltale/core';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { createLocalArtifactStore } from '../artifacts/local/local-artifact-store.ts';
import { InvalidWorkerError } from '../errors/worker-errors.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';
import { pipelinesByName } from '../pipeline/pipelines-by-name.ts';
import type { WorkerHooks } from './hooks.ts';
import { WORKER_DEFAULTS, type WorkerSettings } from './settings.ts';

export interface WorkerOptions {
  /** A Postgres URL. A direct one or a session pooler's: the worker listens. */
  readonly url: string;
  /** Those whose runs it takes, each with a name of its own; at least one. */
  readonly pipelines: readonly AnyPipeline[];
  /**
   * Where the files of its runs go; all workers and clients that share runs need the same. Default: the folder
   * `telltale-artifacts` in the working directory.
   */
  readonly artifacts?: ArtifactStore;
  /**
   * What tells it from all other workers, and from itself after a restart: 1–100 letters, digits and `. _ ~ : -`. Default:
   * `<host>-<pid>-<8 random digits>`, which suits everybody.
   */
  readonly workerId?: string;
  /** Of the application, 1–64 characters, for people. Default: `0`. */
  readonly version?: string;
  readonly hooks?: WorkerHooks;
  /**
   * Gives the id of the trace that a run's spans go to, 32 hexadecimal digits, the same for a run in every process. It is
   * written into `run.started`, so that people find the way from a run to its trace. Default: nothing is written.
   */
  readonly traceIdOf?: (runId: string) => string;
  readonly settings?: Partial<WorkerSettings>;
}

/** The same with every default filled in. */
export interface WorkerConfig {
  readonly url: string;
  readonly pipelines: ReadonlyMap<string, AnyPipeline>;
  readonly artifacts: ArtifactStore;
  readonly workerId: string;
  readonly version: string;
  readonly hooks: WorkerHooks;
  readonly traceIdOf: ((runId: string) => string) | undefined;
  readonly settings: WorkerSettings;
}

const WORKER_ID = /^[A-Za-z0-9._~:-]{1,100}$/;
const MAX_VERSION_CHARACTERS = 64;

/** What the timers of Node can take, in ms. */
const MAX_MS = 2 ** 31 - 1;

/** A worker that misses one or two heartbeats is not to be given up. */
const MAX_HEARTBEAT_MS = ORPHANED_AFTER_MS / 3;

/** Throws `InvalidWorkerError` and `InvalidPipelineError`. */
export function toConfig(options: WorkerOptions): WorkerConfig {
  const {
    url,
    pipelines,
    artifacts = defaultStore(),
    workerId = ownId(),
    version = '0',
    hooks = {},
    traceIdOf,
    settings = {},
  } = options;
  if (pipelines.length === 0) throw new InvalidWorkerError('pipelines has to name at least one; it is empty');
  if (!WORKER_ID.test(workerId)) {
    throw new InvalidWorkerError(
      `workerId has to be 1 to 100 letters, digits and . _ ~ : -; it is ${JSON.stringify(workerId.slice(0, 120))}`,
    );
  }
  if (version.length === 0 || version.length > MAX_VERSION_CHARACTERS) {
    throw new InvalidWorkerError(
      `version has to have 1 to ${MAX_VERSION_CHARACTERS} characters; it has ${version.length}`,
    );
  }
  return {
    url,
    pipelines: pipelinesByName(pipelines),
    artifacts,
    workerId,
    version,
    hooks,
    traceIdOf,
    settings: toSettings(settings),
  };
}

function toSettings(given: Partial<WorkerSettings>): WorkerSettings {
  const names = Object.keys(WORKER_DEFAULTS) as (keyof WorkerSettings)[];
  const strange = Object.keys(given).find((name) => !names.includes(name as keyof WorkerSettings));
  if (strange !== undefined) {
    throw new InvalidWorkerError(`there is no setting ${strange}; there are ${names.join(', ')}`);
  }
  const settings = { ...WORKER_DEFAULTS, ...given };
  for (const name of names) checkSetting(name, settings[name]);
  return settings;
}

function checkSetting(name: keyof WorkerSettings, value: number | null): void {
  if (name === 'keepRunsDays' && value === null) return;
  const least = name === 'graceMs' || name === 'letGoMs' ? 0 : Number.MIN_VALUE;
  const most = name === 'heartbeatMs' ? MAX_HEARTBEAT_MS : MAX_MS;
  if (typeof value === 'number' && value >= least && value <= most) return;
  const range = `${least === 0 ? 'from 0' : 'more than 0 and'} up to ${most}`;
  throw new InvalidWorkerError(`settings.${name} has to be a number ${range}; it is ${JSON.stringify(value)}`);
}

function defaultStore(): ArtifactStore {
  return createLocalArtifactStore({ folder: 'telltale-artifacts' });
}

function ownId(): string {
  const host = hostname()
    .replace(/[^A-Za-z0-9._~:-]/g, '_')
    .slice(0, 60);
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`;
}
