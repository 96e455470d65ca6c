import { testDatabase } from '@telltale/testing';
import { describe, expect, it } from 'vitest';
import { cliRig } from '../../test/rig.ts';
import { Terminal } from '../../test/terminal.ts';

const rig = cliRig(testDatabase());

const QUESTION = {
  agent: 'finder',
  question: 'Which link has the audio?',
  options: ['the first', 'the second'],
  reason: 'asked',
  whatHappened: "click 'Play' timed out after 30.0 s\nclick 'More' failed",
};

/** A run that waits with a question. Gives its id, and what it was answered once it was. */
async function asking(subject: string, question: unknown = QUESTION) {
  const answered = Promise.withResolvers<unknown>();
  const runId = await rig.start(subject, async ({ step }) => {
    await step('fetch', async (s) => answered.resolve(await s.ask(question)));
  });
  for await (const message of rig.api.followRun({ runId })) {
    if (message.kind === 'trace' && message.event.type === 'run.paused') break;
  }
  return { runId, answered: answered.promise };
}

describe('answer', () => {
  it.each([
    ['text', ['the second'], 'the second'],
    ['number', ['42'], '42'],
    ['retry', ['--retry'], { retry: true }],
    ['hint', ['--retry', 'look in the archive'], { retry: true, hint: 'look in the archive' }],
    ['give-up', ['--give-up'], { giveUp: true }],
    ['reason', ['--give-up', 'the page is gone'], { giveUp: true, reason: 'the page is gone' }],
  ])('gives an agent a %s', async (subject, args, answer) => {
    const { runId, answered } = await asking(subject);
    const { exitCode, stdout } = await rig.run('answer', runId, ...args);
    expect(stdout).toMatch(new RegExp(`^${runId} {2}\\w`));
    expect(await answered).toEqual(answer);
    expect(exitCode).toBe(0);
  });

  it('gives a question that no agent asks any JSON', async () => {
    const { runId, answered } = await asking('plain', 'Which number?');
    const refused = await rig.run('answer', runId, '--retry');
    expect(refused.stderr).toContain('--retry and --give-up are for questions of agents');
    expect(refused.exitCode).toBe(2);
    await rig.run('answer', runId, '{"number":2}');
    expect(await answered).toEqual({ number: 2 });
  });

  it('is kept in the trace with who gave it, and why', async () => {
    const { runId, answered } = await asking('kept');
    await rig.run('answer', runId, 'the second', '--reason', 'I looked');
    await answered;
    const { stdout } = await rig.run('trace', runId, '--types', 'run.resumed', '--json');
    expect(JSON.parse(stdout).data).toEqual({ by: 'local', reason: 'I looked', answer: 'the second' });
  });

  it('says what to give where there is no terminal to ask in, and takes one answer', async () => {
    const { runId } = await asking('silent');
    const { exitCode, stderr } = await rig.run('answer', runId);
    expect(stderr).toContain('There is no terminal to ask in. finder asks: Which link has the audio?');
    expect(stderr).toContain(`\n  Answer with: telltale answer ${runId} "…" (or --retry "a hint", or --give-up)\n`);
    expect(exitCode).toBe(2);
    const { stderr: twice } = await rig.run('answer', runId, 'yes', '--retry');
    expect(twice).toContain('There is more than one answer');
    await rig.run('cancel', runId);
  });

  it('says of a run that asks nothing how it is', async () => {
    const runId = await rig.start('mute', async () => undefined);
    for await (const _ of rig.api.followRun({ runId }));
    const { exitCode, stderr } = await rig.run('answer', runId, 'yes');
    expect(stderr).toMatch(new RegExp(`^Error: Run ${runId} asks nothing\\. Succeeded \\d+ s ago\\.\n`));
    expect(exitCode).toBe(2);
  });

  it('shows the question on a terminal, and asks', async () => {
    const { runId, answered } = await asking('shown');
    const hesitant = new Terminal(['answer', runId], { env: rig.env });
    const text = await hesitant.shows('Give up: the step fails');
    expect(text).toMatch(/^finder asks: Which link has the audio\?\nAsked \d+ s ago in step fetch\.$/m);
    expect(text).toContain("click 'Play' timed out after 30.0 s\nclick 'More' failed");
    hesitant.press('\u0003');
    expect(await hesitant.exited).toBe(130);
    expect(hesitant.text).toContain('Nothing was answered: the run waits on.');

    const willing = new Terminal(['answer', runId], { env: rig.env });
    await willing.shows('Let the agent begin anew');
    willing.press('\u001b[B\u001b[B\u001b[B\r');
    await willing.shows('A hint for it');
    willing.press('log in first\r');
    expect(await willing.exited).toBe(0);
    expect(await answered).toEqual({ retry: true, hint: 'log in first' });
  });

  it('takes one of the answers that were suggested', async () => {
    const { runId, answered } = await asking('suggested');
    const terminal = new Terminal(['answer', runId], { env: rig.env });
    await terminal.shows('the second');
    terminal.press('\u001b[B\r');
    expect(await terminal.exited).toBe(0);
    expect(await answered).toBe('the second');
  });
});

it('runs --waiting shows what is asked, and how to answer', async () => {
  const { runId } = await asking('listed');
  const { stdout, stderr } = await rig.run('runs', '--waiting', '--subject', 'listed');
  expect(stdout).toMatch(/^RUN +WAITS FOR +STEP +TITLE +QUESTION\n/m);
  expect(stdout).toMatch(new RegExp(`^${runId} +\\d+ s +1/3 fetch +All about listed +finder asks: Which`, 'm'));
  expect(stderr).toBe('Answer one with: telltale answer RUN\n');
  await rig.run('cancel', runId);
});
