import { setTimeout as rest } from 'node:timers/promises';
import type { RunSummaryBody } from '@telltale/api';
import { isInHand, RUN_STATES, type VerdictName } from '@telltale/core';
import type { Feed, Reader, RunSummary } from '@telltale/ledger';
import type { Logger } from '../context.ts';
import type { RunBodies } from '../runs/run-bodies.ts';
import { MOST_CHANGES, RunChanges } from './run-changes.ts';
import type { StreamSettings } from './settings.ts';

export interface RunsWatcherOptions {
  readonly feed: Pick<Feed, 'changes' | 'status'>;
  readonly reader: Pick<Reader, 'getRuns' | 'listRuns'>;
  readonly bodies: Pick<RunBodies, 'of'>;
  readonly settings: Pick<StreamSettings, 'gatherMs' | 'judgeMs'>;
  readonly logger: Logger;
  /** Everybody should load his list: changes before this moment may have been missed. */
  readonly onResync: () => void;
  readonly onChanges: (changes: RunChanges) => void;
}

const IN_HAND = RUN_STATES.filter(isInHand);
const PAGE = 500;

/**
 * Watches all runs for all who want to know, from its making to `stop`: looks up those that have changed, and now and then
 * those in hand, because a run gets quiet, stuck or orphaned without any event.
 */
export class RunsWatcher {
  readonly #options: RunsWatcherOptions;
  readonly #stopping = new AbortController();
  /** The verdicts on the runs in hand, as they were told. */
  #told = new Map<string, VerdictName>();
  #lastTurn: Promise<void> = Promise.resolve();
  #isSynced = false;

  constructor(options: RunsWatcherOptions) {
    this.#options = options;
    this.#follow().catch((error) =>
      options.logger.error({ error }, 'Live lists of runs are told of no more changes: restart the server.'),
    );
    void this.#judgeNowAndThen();
  }

  /** Whether `onResync` was called, and every change from then on is told. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #follow(): Promise<void> {
    const { feed, settings } = this.#options;
    const signal = this.#stopping.signal;
    for await (const message of feed.changes({ signal })) {
      if (message.kind === 'changed') {
        // Before the look and not after it: the trace tells of an end a moment before DBOS has it.
        await this.#rest(settings.gatherMs);
        await this.#inTurn(() => this.#tell(message.runs.map(({ runId }) => runId)));
      } else {
        await this.#inTurn(() => this.#resync());
      }
    }
  }

  async #judgeNowAndThen(): Promise<void> {
    const { feed, settings } = this.#options;
    while (!this.#isStopped) {
      await this.#rest(settings.judgeMs);
      if (feed.status.state === 'live') await this.#inTurn(() => this.#judge());
    }
  }

  /** One look at a time: what a look found must not be told after what a later one found. */
  async #inTurn(look: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(() => this.#untilAnswered(look));
    this.#lastTurn = turn;
    await turn;
  }

  async #untilAnswered(look: () => Promise<void>): Promise<void> {
    while (!this.#isStopped) {
      try {
        return await look();
      } catch (error) {
        this.#options.logger.warn({ error }, 'What changed of the runs could not be looked up; it is tried again.');
        await this.#rest(this.#options.settings.judgeMs);
      }
    }
  }

  /** The verdicts are looked up first: what they are when somebody loads his list, he knows. */
  async #resync(): Promise<void> {
    this.#told = verdictsOf(await this.#runsInHand());
    if (this.#isStopped) return;
    this.#isSynced = true;
    this.#options.onResync();
  }

  async #tell(runIds: readonly string[]): Promise<void> {
    if (runIds.length > MOST_CHANGES) return await this.#resync();
    const runs = await this.#options.reader.getRuns(runIds);
    const bodies = await this.#options.bodies.of(runs);
    for (const { runId, state, verdict } of runs) {
      if (isInHand(state)) this.#told.set(runId, verdict.name);
      else this.#told.delete(runId);
    }
    this.#publish([...runIds.map((runId) => [runId, null] as const), ...bodies.map(withId)]);
  }

  async #judge(): Promise<void> {
    const inHand = await this.#runsInHand();
    const verdicts = verdictsOf(inHand);
    const letGo = [...this.#told.keys()].filter((runId) => !verdicts.has(runId));
    const runs = [...inHand, ...(await this.#options.reader.getRuns(letGo))];
    const news = runs.filter(({ runId, verdict }) => this.#told.get(runId) !== verdict.name);
    const bodies = await this.#options.bodies.of(news);
    this.#told = verdicts;
    this.#publish(bodies.map(withId));
  }

  async #runsInHand(): Promise<RunSummary[]> {
    const runs: RunSummary[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await this.#options.reader.listRuns({ status: IN_HAND, limit: PAGE, cursor: cursor ?? null });
      runs.push(...page.runs);
      cursor = page.nextCursor;
    }
    return runs;
  }

  #publish(runs: readonly (readonly [runId: string, run: RunSummaryBody | null])[]): void {
    if (runs.length > 0 && !this.#isStopped) this.#options.onChanges(new RunChanges(new Map(runs)));
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #rest(ms: number): Promise<void> {
    await rest(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

function verdictsOf(runs: readonly RunSummary[]): Map<string, VerdictName> {
  return new Map(runs.map(({ runId, verdict }) => [runId, verdict.name]));
}

function withId(run: RunSummaryBody): readonly [string, RunSummaryBody] {
  return [run.runId, run];
}
