import type { CheckBody } from '@telltale/api';
import { describeTarget } from '@telltale/ledger';
import type { SettingsProvider } from '@telltale/server';
import type { LoadedConfig } from '../config/load-config.ts';
import { CHECKS_OF_A_SERVER } from '../doctor/all-checks.ts';
import type { Check } from '../doctor/check.ts';
import { connectTo } from '../doctor/open-scene.ts';
import { runChecks } from '../doctor/run-checks.ts';
import { settingBodies } from './setting-body.ts';

export interface SettingsProviderOptions {
  readonly loaded: LoadedConfig;
  /** Of the database that this process works with. */
  readonly url: string;
  /** Default: all that a server can say of itself. */
  readonly checks?: readonly Check[];
  /** How long one check may take. Default: 8,000. */
  readonly patienceMs?: number;
  /** Ms since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Checks ask providers and start a browser: whoever looks again at once is told what was found a moment ago. */
const KEPT_MS = 10_000;
/** A query ends before its check's patience does, so that nothing is under way when its pool is closed. */
const QUERY_SHARE = 0.75;

interface Found {
  readonly checks: readonly CheckBody[];
  readonly at: number;
}

/** What a running server tells of its configuration: what it was started with, and what is found on looking now. */
export function settingsProvider(options: SettingsProviderOptions): SettingsProvider {
  const { loaded, now = Date.now } = options;
  const settings = settingBodies(loaded);
  const { file } = loaded;
  const warnings = [...loaded.warnings];
  let found: Found | null = null;
  let looking: Promise<Found> | null = null;

  async function look(): Promise<Found> {
    const checks = await lookAtAll(options);
    return { checks, at: now() };
  }

  async function newest(): Promise<Found> {
    if (found !== null && now() - found.at < KEPT_MS) return found;
    looking ??= look().finally(() => {
      looking = null;
    });
    found = await looking;
    return found;
  }

  return {
    read: async () => {
      const { checks, at } = await newest();
      return { settings, file, warnings, checks, checkedAt: new Date(at).toISOString() };
    },
  };
}

async function lookAtAll({
  loaded,
  url,
  checks = CHECKS_OF_A_SERVER,
  patienceMs = 8_000,
}: SettingsProviderOptions): Promise<CheckBody[]> {
  const { values: config, env } = loaded;
  const name = config.database.url === undefined ? 'embedded' : describeTarget(url);
  await using stack = new AsyncDisposableStack();
  // Connections of its own: a database that hangs should not take those that the server's answers need.
  const database = connectTo(stack, { url, name, queryTimeoutMs: QUERY_SHARE * patienceMs });
  // Where no check asks for it, its failure is nobody's.
  database.catch(() => undefined);
  const bodies: CheckBody[] = [];
  for await (const found of runChecks(checks, { config, loaded, env, database }, { patienceMs })) {
    const { check, outcome, message, hint = null } = found;
    bodies.push({ name: check, outcome, message, hint });
  }
  return bodies;
}
