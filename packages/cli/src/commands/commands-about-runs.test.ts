import { testDatabase, waitForRows } from '@telltale/testing';
import { describe, expect, it } from 'vitest';
import { cliRig } from '../../test/rig.ts';
import { untilPaused } from '../../test/scripts.ts';
import { Terminal } from '../../test/terminal.ts';

const db = testDatabase();
const rig = cliRig(db);

/** A run that has ended. */
async function ended(
  subject: string,
  script: Parameters<typeof rig.start>[1] = async () => undefined,
): Promise<string> {
  const runId = await rig.start(subject, script);
  await reaches(runId, 'succeeded', 'failed', 'cancelled');
  return runId;
}

async function reaches(runId: string, ...states: readonly string[]): Promise<void> {
  await waitForRows(db.pool(), {
    text: 'SELECT FROM telltale.run WHERE run_id = $1 AND status = ANY ($2)',
    values: [runId, states],
  });
}

const failing: Parameters<typeof rig.start>[1] = async ({ step, number }) => {
  await step('fetch', async () => 1);
  await step('read', async () => {
    if (number === 1) throw new Error('The page is gone.');
  });
};

describe('submit', () => {
  it('starts a run, names it, and says what can be done next', async () => {
    const { exitCode, stdout } = await rig.run('submit', 'scripted', '{"subject":"one"}');
    expect(stdout).toMatch(/^Started scripted-one-run-1\n {2}telltale watch scripted-one-run-1 /);
    expect(exitCode).toBe(0);
  });

  it('takes the input key by key, from a pipe, and as JSON with keys on top', async () => {
    const sent = [
      await rig.run('submit', 'scripted', '--set', 'subject=keys', 'pages=5'),
      await rig.runWith({ stdin: '{"subject":"piped"}' }, 'submit', 'scripted', '--input-file', '-'),
      await rig.run('submit', 'scripted', '{"subject":"both"}', '--set', 'pages=7'),
    ];
    expect(sent.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const { view } = await rig.api.getRunView({ runId: 'scripted-keys-run-1' });
    expect(view.input).toEqual({ subject: 'keys', pages: 5 });
  });

  it('says that the run was there already', async () => {
    const go = Promise.withResolvers<void>();
    await rig.start('twice', ({ step }) => step('fetch', () => go.promise));
    const { stdout } = await rig.run('submit', 'scripted', '--set', 'subject=twice');
    go.resolve();
    expect(stdout).toMatch(
      /^Run scripted-twice-run-1 of this subject is (queued|running): no other one was started\.\n/,
    );
  });

  it('names each fault of an input, and what the pipeline takes', async () => {
    const { exitCode, stderr } = await rig.run('submit', 'scripted', '--set', 'pages=0');
    expect(stderr).toContain('subject: Invalid input');
    expect(stderr).toContain('pages: Too small');
    expect(stderr).toContain('    subject  text, required: what it works on\n');
    expect(stderr).toContain('    pages  whole number, optional, default 3\n');
    expect(stderr).toContain(`  --set takes 42 for a number; for a text write --set 'key="42"'.\n`);
    expect(exitCode).toBe(2);
  });

  it('suggests the pipeline that was meant', async () => {
    const { exitCode, stderr } = await rig.run('submit', 'scirpted');
    expect(stderr).toBe(
      'Error: There is no pipeline "scirpted" on the server.\n  Did you mean scripted? This server has: scripted.\n',
    );
    expect(exitCode).toBe(2);
  });

  it.each([
    [['{"subject"'], /^Error: The input is no JSON: .*\n {2}Put it in single quotes/],
    [['{}', '--input-file', 'x.json'], /given twice/],
    [['--input-file', 'missing.json'], /cannot be read: ENOENT/],
    [['--set', 'subject'], /--set subject cannot be read\.\n {2}Write it as key=value/],
    [['[1]', '--set', 'a=1'], /--set needs an input with keys/],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await rig.run('submit', 'scripted', ...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it('waits for the end, and tells it by its exit code', async () => {
    rig.script('waited', failing);
    const { exitCode, stdout, stderr } = await rig.run('submit', 'scripted', '--set', 'subject=waited', '--wait');
    expect(stderr).toBe('Waiting for scripted-waited-run-1 to end …\n');
    expect(stdout).toMatch(/Failed \d+ s ago at step 2 of 3 'read'\nError in step read: The page is gone\.\nNext: /);
    expect(exitCode).toBe(3);
  });

  it('tells what a run that it waited for gave back, and all of it as JSON', async () => {
    const found = Array.from({ length: 20 }, (_, index) => `page ${index}`);
    rig.script('found', async () => ({ found, at: new Date(0) }));
    const waited = ['submit', 'scripted', '--set', 'subject=found', '--wait'];
    const { stdout } = await rig.run(...waited);
    expect(stdout).toMatch(/Succeeded \d+ s ago.*\n\nResult\n {2}found {2}page 0\n {9}page 1\n/);
    expect(stdout).toMatch(/page 10\n {2}… all of it: telltale show scripted-found-run-1 --json\n$/);
    const lines = (await rig.run(...waited, '--json')).stdout.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      state: 'succeeded',
      result: { found, at: '1970-01-01T00:00:00.000Z' },
    });
  });
});

it('says how to come back to a run that is no longer waited for', async () => {
  const interrupt = new AbortController();
  rig.script('left', ({ step }) => step('fetch', (s) => untilPaused(s)));
  const { exitCode, stderr } = await rig.runWith(
    { signal: interrupt.signal, onStderr: (text) => text.includes('Waiting for') && interrupt.abort() },
    ...['submit', 'scripted', '--set', 'subject=left', '--wait'],
  );
  expect(stderr).toContain('The run goes on. Come back with: telltale watch scripted-left-run-1\n');
  expect(exitCode).toBe(130);
  await rig.run('cancel', 'scripted-left-run-1');
});

describe('runs', () => {
  it('lists runs with counts above them, as a table and as JSON', async () => {
    const runId = await ended('listed');
    const { stdout } = await rig.run('runs', '--subject', 'listed');
    const [counts, , head, row] = stdout.split('\n');
    expect(counts).toMatch(/^\d+ runs: .*\d+ succeeded/);
    expect(head).toMatch(/^RUN +VERDICT +STEP +ACTIVITY +TITLE$/);
    expect(row).toMatch(new RegExp(`^${runId} +succeeded +0/3 +\\d+ s ago +All about listed$`));
    const { stdout: json } = await rig.run('runs', '--subject', 'listed', '--json');
    expect(JSON.parse(json)).toMatchObject({ runId, sentence: expect.stringMatching(/^Succeeded/) });
  });

  it('filters by what is asked, and says that nothing is like that', async () => {
    const runId = await ended('filtered', failing);
    const { stdout } = await rig.run('runs', '--verdict', 'failed,stuck', '--since', '1h', '--text', 'filtered');
    expect(stdout).toContain(`${runId}  failed   2/3 read`);
    const none = await rig.run('runs', '--status', 'paused', '--text', 'filtered');
    expect(none.stdout).toMatch(/^No run is like that; there are \d+ in all\./);
  });

  it('pages through all of them', async () => {
    await ended('paged');
    const { stdout } = await rig.run('runs', '--all', '--json');
    const { runs } = await rig.api.listRuns({ limit: 500 });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).runId),
    ).toEqual(runs.map(({ runId }) => runId));
  });

  it('tells of each run that changes', async () => {
    const interrupt = new AbortController();
    const started = Promise.withResolvers<void>();
    const following = rig.runWith(
      {
        signal: interrupt.signal,
        onStdout: (text) => {
          if (text.includes('Working: step 1')) started.resolve();
          if (text.includes('Succeeded')) interrupt.abort();
        },
      },
      ...['runs', '--follow', '--subject', 'followed'],
    );
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('followed', ({ step }) => step('fetch', () => go.promise));
    await started.promise;
    go.resolve();
    const { exitCode, stdout, stderr } = await following;
    expect(stderr).toBe(''); // The line was never lost.
    expect(stdout).toMatch(new RegExp(`^${runId} {2}Working: step 1 of 3 'fetch'.*\n`, 'm'));
    expect(exitCode).toBe(130);
  });

  it('keeps the list up to date on a terminal', async () => {
    const go = Promise.withResolvers<void>();
    const runId = await rig.start('drawn', ({ step }) => step('fetch', () => go.promise));
    const terminal = new Terminal(['runs', '--follow', '--subject', 'drawn'], { env: rig.env });
    await terminal.shows(new RegExp(`^${runId} +working +1/3 fetch`, 'm'));
    go.resolve();
    const text = await terminal.shows(new RegExp(`^${runId} +succeeded`, 'm'));
    expect(text.split(runId)).toHaveLength(2);
    terminal.press('\u0003');
    expect(await terminal.exited).toBe(130);
  });

  it.each([
    [['--verdict', 'sleepy'], /There is no sleepy; there is queued, working/],
    [['--since', 'soon'], /Give it as 90s, 30m, 2h, 7d or 1w/],
    [['--limit', '-1'], /whole number/],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await rig.run('runs', ...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});

describe('show', () => {
  it('tells why a run failed, what it did and which other runs there are', async () => {
    const runId = await ended('shown', failing);
    const retried = await rig.run('retry', runId, '--wait');
    expect(retried.exitCode).toBe(0);
    const { stdout } = await rig.run('show', runId);
    expect(stdout).toMatch(
      new RegExp(`^${runId} +All about shown\nFailed \\d+ s ago at step 2 of 3 'read'\nError in step`),
    );
    expect(stdout).toContain(`with "telltale retry ${runId}"`);
    expect(stdout).toMatch(/✓ 1 fetch {2}done in/);
    expect(stdout).toMatch(/✗ 2 read {3}failed after .*: The page is gone\./);
    expect(stdout).toMatch(/Other runs of this subject\n {2}scripted-shown-run-2 {2}Succeeded/);
  });

  it('tells what a run gave back, and all of it as JSON', async () => {
    const runId = await ended('gave', async () => ({ copies: 2 }));
    const { stdout } = await rig.run('show', runId);
    expect(stdout).toMatch(/\nSucceeded \d+ s ago.*\n\nResult\n {2}copies {2}2\n\npipeline/);
    const { stdout: json } = await rig.run('show', runId, '--json');
    expect(JSON.parse(json)).toMatchObject({ runId, state: 'succeeded', result: { copies: 2 } });
  });

  it('says that there is no such run', async () => {
    const { exitCode, stderr } = await rig.run('show', 'scripted-nobody-run-1', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'run_not_found' } });
    expect(exitCode).toBe(1);
  });
});

describe('trace', () => {
  it('prints each event as a line, and the same bytes as the download with --jsonl', async () => {
    const runId = await ended('traced', failing);
    const { stdout } = await rig.run('trace', runId);
    expect(stdout).toMatch(
      /^\d{4}-\d\d-\d\d\n\d\d:\d\d:\d\d {5}1 {2}scripted of 'All about traced' submitted by local\n/,
    );
    expect(stdout).toMatch(/ {2}read {2}step 'read' failed after \d+ ms: The page is gone\.\n/);
    const { stdout: jsonl } = await rig.run('trace', runId, '--jsonl');
    expect(jsonl).toBe(await (await rig.api.downloadEvents({ runId })).text());
    const { stdout: followed } = await rig.run('trace', runId, '--follow', '--json');
    expect(lines(followed)).toEqual(lines(jsonl));
  });

  it('prints only what was asked for', async () => {
    const runId = await ended('chosen', failing);
    const { stdout } = await rig.run('trace', runId, '--after', '2', '--types', 'run.failed,step.started', '--json');
    expect(lines(stdout).map(({ type }) => type)).toEqual(['step.started', 'step.started', 'run.failed']);
  });

  function lines(jsonl: string): { readonly type: string }[] {
    return jsonl
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
});

describe('controls', () => {
  it('pauses and waits until the run rests, resumes it, and cancels it', async () => {
    const runId = await rig.start('controlled', ({ step }) => step('fetch', (s) => untilPaused(s)));
    await reaches(runId, 'running');
    const paused = await rig.run('pause', runId, '--wait', '--reason', 'lunch');
    expect(paused.stdout).toMatch(new RegExp(`^${runId} +Paused for \\d+ s at step 1 of 3 'fetch'\n$`));
    const shown = await rig.run('show', runId);
    expect(shown.stdout).not.toMatch(/^ended/m);
    expect(shown.stdout).toContain(`Paused by local (lunch). You can go on with "telltale resume ${runId}".`);
    const resumed = await rig.run('resume', runId, '--json');
    expect(JSON.parse(resumed.stdout)).toEqual({ runId, state: 'queued' });
    const cancelled = await rig.run('cancel', runId, '--wait');
    expect(cancelled.stdout).toMatch(/Cancelled \d+ s ago/);
    expect(cancelled.exitCode).toBe(0);
  });

  it('does to the others what one of several refuses', async () => {
    const done = await ended('refusing');
    const runId = await rig.start('several', ({ step }) => step('fetch', (s) => untilPaused(s)));
    const { exitCode, stdout, stderr } = await rig.run('pause', done, runId, '--wait');
    expect(stderr).toContain(`run ${done} has succeeded`);
    expect(stdout).toMatch(new RegExp(`^${runId} +Paused`));
    expect(exitCode).toBe(1);
    await rig.run('cancel', runId);
  });

  it('asks on a terminal before it cancels', async () => {
    const runId = await rig.start('asked', ({ step }) => step('fetch', (s) => untilPaused(s)));
    const hesitant = new Terminal(['cancel', runId], { env: rig.env });
    await hesitant.shows(`Cancel run ${runId}?`);
    hesitant.press('n');
    expect(await hesitant.exited).toBe(1);
    expect(hesitant.text).toContain('Nothing was cancelled.');
    const gone = new Terminal(['cancel', runId], { env: rig.env });
    await gone.shows(`Cancel run ${runId}?`);
    gone.press('\u0003');
    expect(await gone.exited).toBe(130);
    const sure = new Terminal(['cancel', runId, '--wait'], { env: rig.env });
    await sure.shows(`Cancel run ${runId}?`);
    sure.press('y');
    expect(await sure.exited).toBe(0);
    expect(sure.text).toMatch(/Cancelled \d+ s ago/);
  });

  it('gives the answer that a run waits for', async () => {
    const runId = await rig.start('asking', ({ step }) => step('fetch', (s) => s.ask('Which one?')));
    await reaches(runId, 'paused');
    const { stdout } = await rig.run('show', runId);
    expect(stdout).toContain(`It asks: Which one?\nAnswer with: telltale answer ${runId} "…"\n`);
    const unanswered = await rig.run('resume', runId);
    expect(unanswered.stderr).toContain(`waits for an answer`);
    expect(unanswered.stderr).toContain(`\n  Give it: telltale answer ${runId}\n`);
    const answered = await rig.run('resume', runId, '--answer', '{"number":2}');
    expect(answered.exitCode).toBe(0);
    await reaches(runId, 'succeeded');
    const { view } = await rig.api.getRunView({ runId });
    expect(view.pause?.answer).toEqual({ number: 2 });
  });

  it('does a run again from a step, and the failed items of one', async () => {
    const runId = await ended('again', async ({ step, number }) => {
      await step('fetch', async (s) => {
        await s.items(['a', 'b'], { key: (key) => key, onItemError: 'skip' }, async (key) => {
          if (number === 1 && key === 'b') throw new Error('no');
        });
      });
      await step('read', async () => 1);
    });
    const rerun = await rig.run('rerun', runId, 'read', '--wait');
    expect(rerun.stdout).toMatch(/^Started scripted-again-run-2\n/);
    const items = await rig.run('retry', runId, '--items', 'fetch', '--wait');
    expect(items.stdout).toMatch(/^Started scripted-again-run-3\n/);
    expect([rerun.exitCode, items.exitCode]).toEqual([0, 0]);
  });

  it('takes --watch for one run only', async () => {
    const { exitCode, stderr } = await rig.run('retry', 'a', 'b', '--watch');
    expect(stderr).toContain('--watch takes one run, and 2 were given.');
    expect(exitCode).toBe(2);
  });
});

describe('workers', () => {
  it('lists who is alive and the queues, and warns of one that nobody works on', async () => {
    const { stdout } = await rig.run('workers');
    expect(stdout).toMatch(/^WORKER +STATE +HEARD FROM +HOST +VERSION +QUEUES\n\S+ +alive +\d+ s ago +.*scripted\n/);
    await rig.stopWorker();
    const { runId } = await rig.api.submitRun({ pipeline: 'scripted', input: { subject: 'alone' } });
    const { stdout: without, stderr } = await rig.run('workers');
    await rig.startWorker();
    expect(without).toMatch(/^No worker is there\./);
    expect(stderr).toMatch(/^Warning: 1 run waits in queue scripted, and no live worker takes runs from it\.\n$/);
    await reaches(runId, 'succeeded');
  });
});

it('says where it looked for a server that is not there', async () => {
  const { exitCode, stderr } = await rig.run('runs', '--server', 'http://127.0.0.1:9');
  expect(stderr).toMatch(
    /^Error: The Telltale server at http:\/\/127\.0\.0\.1:9 cannot be reached: .*\n {2}Is it running\?/,
  );
  expect(exitCode).toBe(5);
});
