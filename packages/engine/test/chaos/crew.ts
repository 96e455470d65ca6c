import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, startChild } from '@telltale/testing/child';
import type pg from 'pg';
import type { FromChaosWorker } from '../fixtures/chaos-worker.ts';
import { ask } from './ask.ts';
import type { FactFile, HeldRun } from './facts.ts';
import { PLACES, type Place } from './plan.ts';

const WORKER = new URL('../fixtures/chaos-worker.ts', import.meta.url);

export interface CrewOptions {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly facts: FactFile;
  /** For the workers' files. */
  readonly folder: string;
}

/** As if it had been silent for long. What it holds is said by the same statement, as others see it from then on. */
const GIVE_UP = `
  WITH aged AS (UPDATE telltale.worker SET heartbeat_at = now() - interval '1 hour' WHERE worker_id = $1)
  SELECT r.run_id AS run, r.last_seq AS "lastSeq" FROM telltale.run r
   WHERE r.dbos_status = 'PENDING' AND r.executor_id = $1`;

const READY_MS = 90_000;
const STOP_MS = 60_000;
const REST_MS = 50;

interface Member {
  readonly name: string;
  readonly child: Child<FromChaosWorker>;
  /** Its id, once it is ready. */
  readonly ready: Promise<string>;
  frozen: boolean;
  /** It was told or made to end. */
  leaving: boolean;
}

/** The workers of a round: one process at each place, replaced by another one when it ends. */
export class Crew implements AsyncDisposable {
  /** What no worker may do. */
  readonly problems: string[] = [];
  readonly #options: CrewOptions;
  readonly #members = new Map<Place, Member>();
  readonly #all: Member[] = [];
  /** What goes on beside the script: dead workers being given up, others stopping. */
  readonly #asides: Promise<void>[] = [];
  /** Nobody takes anything from anybody any more. */
  #stopping = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    for (const place of PLACES) this.#start(place);
  }

  /** Resolves when a worker is ready at each place. */
  async ready(): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ ready }) => ready));
  }

  /** SIGKILL; another one follows. */
  async kill(place: Place): Promise<void> {
    const { child, ready } = await this.#readyMember(place);
    const workerId = await ready;
    this.#leave(place);
    await child.kill();
    this.#options.facts.tell({ type: 'killed', worker: workerId });
    this.#asides.push(this.#giveUp(workerId, null));
  }

  /** SIGSTOP, until others have taken what it held, `patienceMs` at most. */
  async freeze(place: Place, patienceMs: number): Promise<void> {
    const member = await this.#readyMember(place);
    const workerId = await member.ready;
    member.frozen = true;
    member.child.stop();
    this.#options.facts.tell({ type: 'frozen', worker: workerId });
    await this.#giveUp(workerId, patienceMs);
  }

  /** Does nothing to a worker that is not frozen. */
  async thaw(place: Place): Promise<void> {
    const member = this.#members.get(place);
    if (member?.frozen !== true) return;
    member.frozen = false;
    this.#options.facts.tell({ type: 'thawed', worker: await member.ready });
    member.child.continue();
  }

  /** SIGTERM; another one follows. The script goes on while it stops. */
  async terminate(place: Place): Promise<void> {
    const member = await this.#readyMember(place);
    this.#leave(place);
    this.#asides.push(this.#stop(member));
  }

  /** Stops all in good order. */
  async stopAll(): Promise<void> {
    for (const place of PLACES) await this.thaw(place);
    this.#stopping = true;
    // One that never was ready has said so itself.
    await Promise.allSettled([...this.#members.values()].map((member) => this.#stop(member)));
    await Promise.allSettled(this.#asides);
  }

  async keepOutput(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await Promise.all(this.#all.map(({ name, child }) => writeFile(join(folder, `${name}.log`), child.output)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map(({ child }) => child.kill()));
    // Their statements fail with the pool that is closed next; nobody waits for them.
    void Promise.allSettled(this.#asides);
  }

  async #readyMember(place: Place): Promise<Member> {
    const member = this.#members.get(place);
    if (member === undefined) throw new Error(`there is no worker at place ${place}`);
    await member.ready;
    return member;
  }

  #start(place: Place): void {
    const { url, facts, folder } = this.#options;
    const name = `worker-${this.#all.length + 1}`;
    const child = startChild<FromChaosWorker>(WORKER, { args: [url, name, facts.path, join(folder, 'artifacts')] });
    const ready = child.message('ready', { timeoutMs: READY_MS }).then(({ workerId }) => workerId);
    ready.catch(() => undefined);
    const member: Member = { name, child, ready, frozen: false, leaving: false };
    void child.exit.then(({ code, signal }) => {
      if (!member.leaving) this.problems.push(`${name} ended by itself (${signal ?? `exit code ${code}`})`);
    });
    this.#members.set(place, member);
    this.#all.push(member);
  }

  #leave(place: Place): void {
    const member = this.#members.get(place);
    if (member !== undefined) member.leaving = true;
    this.#start(place);
  }

  /** Until nothing is with it, as somebody who is gone can still have a statement under way that says that it is not. */
  async #giveUp(worker: string, patienceMs: number | null): Promise<void> {
    const { pool, facts } = this.#options;
    const deadline = patienceMs === null ? Number.POSITIVE_INFINITY : performance.now() + patienceMs;
    let held = await ask<HeldRun & pg.QueryResultRow>(pool, GIVE_UP, [worker]);
    facts.tell({ type: 'given-up', worker, held });
    while (held.length > 0 && !this.#stopping && performance.now() < deadline) {
      await delay(REST_MS);
      held = await ask<HeldRun & pg.QueryResultRow>(pool, GIVE_UP, [worker]);
    }
  }

  async #stop(member: Member): Promise<void> {
    const { name, child, ready } = member;
    this.#options.facts.tell({ type: 'terminated', worker: await ready });
    member.leaving = true;
    child.signal('SIGTERM');
    try {
      const { code, signal } = await child.exited({ timeoutMs: STOP_MS });
      if (code !== 0) this.problems.push(`${name} was told to stop, and ended by ${signal ?? `exit code ${code}`}`);
    } catch {
      this.problems.push(`${name} was told to stop, and still runs after ${STOP_MS / 1_000} s`);
      await child.kill();
    }
  }
}
