import { testDatabase } from '@telltale/testing';
import { describe, expect, it } from 'vitest';
import { cliRig } from '../../test/rig.ts';
import { untilAborted, untilPaused } from '../../test/scripts.ts';
import { Terminal } from '../../test/terminal.ts';
import type { Output } from '../output.ts';
import { followPlain } from './follow-plain.ts';

const db = testDatabase();
const rig = cliRig(db);

describe('watch on a terminal', () => {
  it('shows a run from its first step to its failure, over a server that was stopped and started in between', async () => {
    const [fetched, read] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const runId = await rig.start('page', async ({ step }) => {
      await step('fetch', () => fetched.promise);
      await step('read', async (s) => {
        await s
          .action('click', { text: 'Mehr Informationen' }, ({ signal }) => untilAborted(signal), { timeoutMs: 50 })
          .catch(() => undefined);
        await s.items(['a', 'b', 'c'], { key: (key) => key }, async (key) => {
          if (key === 'c') await read.promise;
        });
      });
      await step('write', () => {
        throw new Error('The disk is full.');
      });
    });
    const terminal = new Terminal(['watch', runId, '--exit-code'], { env: rig.env });

    await terminal.shows('▸ 1 fetch');
    // Its last line: a picture may arrive in parts.
    const first = await terminal.shows('q quit (the run goes on) · p pause · c cancel');
    expect(first).toContain(`${runId}: All about page`);
    expect(first).toMatch(/ live$/m);
    expect(first).toContain("Working: step 1 of 3 'fetch'");
    expect(first).toContain('· 2 read');
    expect(first).toContain('next: read, write');

    fetched.resolve();
    await terminal.shows(/▸ 2 read +running for \d+ s, 2 of 3 items, 67%/);
    await terminal.shows(/✓ 1 fetch +done in/);
    await terminal.shows(/click 'Mehr Informationen' timed out after \d+ ms/);
    await terminal.shows('now:  c');

    await rig.stopServer();
    await terminal.shows(/Offline since .*trying to reach the server/);
    await rig.startServer();
    await terminal.shows(/ live$/m);

    read.resolve();
    expect(await terminal.exited).toBe(3);
    const last = terminal.text;
    expect(last).toMatch(/^Failed \d+ s ago at step 3 of 3 'write'/m);
    expect(last).toContain('Error in step write: The disk is full.');
    expect(last).toContain(`"telltale retry ${runId}"`);
    expect(last).toMatch(/✓ 2 read +done in .*3 of 3 items/);
    expect(last).toMatch(/✗ 3 write +failed after/);
    expect(last).not.toContain('q quit');
    // Drawn in place: there is one picture, not one under the other.
    expect(last.split(`${runId}: All about page`)).toHaveLength(2);
  });

  it('shows an agent at work: its limits, its words, each move with its outcome, and what it asks', async () => {
    const moved = Promise.withResolvers<void>();
    const runId = await rig.start('agent', async ({ step }) => {
      await step('fetch', async (s) => {
        await s.tell('agent.started', { model: 'openai:tiny', limits: { modelRequests: 30, wallClockMs: 120_000 } });
        await s.action('model', { model: 'openai:tiny', request: 1 }, () => 'ok');
        await s.tell('agent.spoke', { text: 'I try the three dots.\u001b[2J' });
        await s
          .action('click', { text: '⋮' }, ({ signal }) => untilAborted(signal), { timeoutMs: 50 })
          .catch(() => undefined);
        await moved.promise;
        await s.ask({ agent: 'finder', question: 'Where is the link?', reason: 'asked' });
      });
    });
    const terminal = new Terminal(['watch', runId, '--exit-code'], { env: rig.env });
    await terminal.shows(/^agent: request 1 of 30, \d+ s of 2 m 00 s, openai:tiny$/m);
    await terminal.shows(/^says: I try the three dots\.$/m);
    const text = await terminal.shows(/click '⋮' timed out after \d+ ms/);
    expect(text).not.toMatch(/model .*succeeded/);
    moved.resolve();
    await terminal.shows('finder asks: Where is the link?');
    await terminal.shows(`telltale answer ${runId} "…" (or --retry "a hint", or --give-up)`);
    const shown = await rig.run('show', runId);
    expect(shown.stdout).toMatch(/^Last actions\n {2}\S+ {2}click '⋮' timed out after/m);
    await rig.run('answer', runId, 'below');
    expect(await terminal.exited).toBe(0);
  });

  it('leaves the run alone when it is quit or interrupted, and says how to come back', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('left', ({ step }) => step('fetch', () => go.promise));
    const quitting = new Terminal(['watch', runId], { env: rig.env });
    const interrupted = new Terminal(['watch', runId], { env: rig.env });
    await Promise.all([quitting.shows('▸ 1 fetch'), interrupted.shows('▸ 1 fetch')]);
    quitting.press('q');
    interrupted.press('\u0003');
    expect(await Promise.all([quitting.exited, interrupted.exited])).toEqual([0, 130]);
    for (const { text } of [quitting, interrupted]) {
      expect(text).toContain('▸ 1 fetch');
      expect(text).toContain(`The run goes on. Come back with: telltale watch ${runId}`);
    }
    expect(await rig.api.getRun({ runId })).toMatchObject({ state: 'running' });
    go.resolve();
  });

  it('pauses, resumes and cancels by keys, and stays on a paused run', async () => {
    const runId = await rig.start('keys', ({ step }) => step('fetch', (s) => untilPaused(s)));
    const terminal = new Terminal(['watch', runId, '--exit-code'], { env: rig.env });
    await terminal.shows('▸ 1 fetch');
    terminal.press('p');
    await terminal.shows(/^Paused for \d+ s at step 1 of 3/m);
    expect(await terminal.shows('r resume')).toContain(`go on with "telltale resume ${runId}"`);
    terminal.press('r');
    await terminal.shows(/^Working: step 1 of 3 'fetch'/m);
    terminal.press('c');
    await terminal.shows('Cancel this run?');
    terminal.press('n');
    await terminal.shows('Not cancelled.');
    terminal.press('cy');
    expect(await terminal.exited).toBe(4);
    expect(terminal.text).toMatch(/^Cancelled \d+ s ago/m);
  });

  it('draws anew in a terminal that changes its size', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('resized', ({ step }) => step('fetch', () => go.promise));
    const terminal = new Terminal(['watch', runId], { env: rig.env, columns: 100, rows: 30 });
    await terminal.shows(/^scripted-resized-run-1: All about resized {20,}live$/m);
    terminal.resize(40, 30);
    const narrow = await terminal.shows(/^scripted-resized-run-1: All abo\S* +live$/m);
    expect(narrow.split('scripted-resized-run-1:')).toHaveLength(2);
    terminal.resize(90, 30);
    const wide = await terminal.shows(/^scripted-resized-run-1: All about resized {20,}live$/m);
    expect(wide.split('scripted-resized-run-1:')).toHaveLength(2);
    terminal.resize(90, 8);
    await terminal.shows(/live\nWorking: .*\n.* 1 fetch .*\n.* 2 read .*\n.* 3 write .*\n.*\nq quit.*$/);
    go.resolve();
    expect(await terminal.exited).toBe(0);
  });

  it('says that there is no such run', async () => {
    const terminal = new Terminal(['watch', 'scripted-nobody-run-1'], { env: rig.env });
    expect(await terminal.exited).toBe(1);
    expect(terminal.text).toMatch(/^Error: .*scripted-nobody-run-1/);
  });
});

describe('watch without a terminal', () => {
  it('prints the trace until the end, and that as its exit code', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('lines', async ({ step }) => {
      await step('fetch', () => go.promise);
      throw new Error('no');
    });
    const watching = rig.run('watch', runId, '--exit-code');
    go.resolve();
    const { exitCode, stdout, stderr } = await watching;
    expect(stdout).toMatch(/ {3}1 {2}scripted of 'All about lines' submitted by local\n/);
    expect(stdout).toMatch(/ {2}fetch {2}step 'fetch' succeeded after/);
    expect(stderr).toMatch(/^Failed \d+ s ago/);
    expect(exitCode).toBe(3);
  });

  it('ends with what the run gave back, which is no event', async () => {
    const runId = await rig.start('result', async () => 'In winter\nat ten.');
    const { stdout } = await rig.run('watch', runId);
    expect(stdout).toMatch(/succeeded after .*\n\nResult\n {2}In winter\n {2}at ten\.\n$/);
    const { stdout: json } = await rig.run('watch', runId, '--json');
    expect(JSON.parse(json.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'run.succeeded' });
    const terminal = new Terminal(['watch', runId], { env: rig.env });
    await terminal.exited;
    expect(terminal.text).toMatch(/^Succeeded[\s\S]*^Result\n {2}In winter\n {2}at ten\.$/m);
  });

  it('counts the items that are done, and tells of those that failed', async () => {
    const runId = await rig.start('items', ({ step }) =>
      step('fetch', (s) =>
        s.items(['a', 'b'], { key: (key) => key, onItemError: 'skip' }, async (key) => {
          if (key === 'b') throw new Error('It has no pages.');
        }),
      ),
    );
    const { stdout } = await rig.run('watch', runId);
    expect(stdout).toContain("item 'b' failed");
    expect(stdout).not.toContain("item 'a'");
    expect((await rig.run('trace', runId)).stdout).toContain("item 'a' done");
  });

  it('prints the events as JSON, each once, over a server that was started again', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('json', ({ step }) => step('fetch', () => go.promise));
    const [streaming, offline] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const watching = rig.runWith(
      {
        onStdout: (text) => text.includes('step.started') && streaming.resolve(),
        onStderr: (text) => text.startsWith('Offline') && offline.resolve(),
      },
      'watch',
      runId,
      '--json',
    );
    await streaming.promise;
    await rig.stopServer();
    await offline.promise;
    go.resolve();
    await rig.startServer();
    const { stdout } = await watching;
    const seqs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(stdout).toContain('"type":"run.succeeded"');
  });

  it('says how things are when nothing comes for long', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('silent', ({ step }) => step('fetch', () => go.promise));
    const said: string[] = [];
    const output = {
      note: (line: string) => {
        said.push(line);
        if (said.length === 2) go.resolve();
      },
    };
    const { signal } = new AbortController();
    await followPlain({ api: rig.api, runId, signal, output: output as Output, from: 'now', silenceMs: 20 });
    expect(said[0]).toMatch(/^Still there: (Queued for|Working)/);
  });

  it('says how to come back when it is interrupted', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('broken-off', ({ step }) => step('fetch', () => go.promise));
    const interrupt = new AbortController();
    const watching = rig.runWith(
      { signal: interrupt.signal, onStdout: (text) => text.includes("'fetch' started") && interrupt.abort() },
      'watch',
      runId,
    );
    const { exitCode, stderr } = await watching;
    go.resolve();
    expect(stderr).toBe(`The run goes on. Come back with: telltale watch ${runId}\n`);
    expect(exitCode).toBe(130);
  });
});
