import { openRecorder, type RunRecorder } from '@telltale/ledger';
import { type Child, startChild } from '@telltale/testing/child';
import pg from 'pg';
import { clockMs } from '../../../harness/clock.ts';
import { makeRun, STEP } from '../../ledger/make-run.ts';
import type { FromClients, ToClients } from '../processes/messages.ts';

const CLIENTS = new URL('../processes/clients-process.ts', import.meta.url);
const TIMEOUT_MS = 120_000;

/** A run that this process writes, until the end of an `await using` block. */
export class FollowedRun implements AsyncDisposable {
  readonly run: RunRecorder;
  readonly #close: () => Promise<void>;

  private constructor(run: RunRecorder, close: () => Promise<void>) {
    this.run = run;
    this.#close = close;
  }

  static async open(databaseUrl: string): Promise<FollowedRun> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const { runId, owner } = await makeRun(client, 'subject');
    await client.end();
    const recorder = await openRecorder({ url: databaseUrl });
    return new FollowedRun(recorder.run(runId, { owner }), () => recorder.close());
  }

  /** Clients in a process of their own; they have all that the run has. */
  async followedBy(clients: number, apiUrl: string): Promise<Child<FromClients, ToClients>> {
    await this.run.flushed();
    const streamUrl = `${apiUrl}/runs/${encodeURIComponent(this.run.runId)}/stream`;
    const child = startChild<FromClients, ToClients>(CLIENTS, {
      args: [streamUrl, String(clients), String(Math.max(1, this.run.lastSeq))],
    });
    await child.message('ready', { timeoutMs: TIMEOUT_MS });
    return child;
  }

  /** Records a line that says when it was handed over. */
  write(): void {
    const fields = { sentMs: clockMs() };
    void this.run.event({
      type: 'log.written',
      step: STEP,
      data: { level: 'info', message: 'a line of a log', fields },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
