import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../format/cells.ts';
import { timeOfDay } from '../format/time.ts';
import { drawRun } from './draw-run.ts';
import { browsing, Story, transcribing } from './test/story.ts';
import type { WatchedRun } from './watched-run.ts';

const KEYS = 'q quit (the run goes on) · p pause · c cancel';

function draw(watched: WatchedRun, size: Partial<Parameters<typeof drawRun>[1]> = {}, notice: string | null = null) {
  const canvas = {
    columns: 79,
    rows: 23,
    nowMs: watched.look.ownMs,
    paint: (_: unknown, text: string) => text,
    ...size,
  };
  return drawRun({ watched, notice, keys: KEYS }, canvas);
}

const at = (time: string) => timeOfDay(`2026-11-21T${time}.000Z`);

describe('a run at work', () => {
  it('is shown with its steps, how far it is, what is in work, what comes next and what happened', () => {
    expect(draw(transcribing().watched())).toEqual([
      'episode-show.42-run-1: Folge 42                                            live',
      "Working: step 3 of 8 'transcribe', 45 of 120 segments, fetch",
      "'https://example.org/42.mp3' has been running for 12.3 s of 30.0 s",
      '',
      '✓ 1 fetch_details  done in 2.0 s',
      '✓ 2 download       done in 42.0 s',
      '▸ 3 transcribe     running for 1 m 42 s, 45 of 120 segments, 38%',
      '· 4 summarize      not started yet',
      '· 5 chunk          not started yet',
      '· 6 extract        not started yet',
      '· 7 resolve        not started yet',
      '· 8 embed          not started yet',
      '',
      '███████████░░░░░░░░░░░░░░░░░░░ 38%, 45 of 120 segments, time left unknown',
      'whole run: 31%',
      'now:  segment 46 (42 s)',
      'next: segment 47, segment 48',
      '',
      `${at('03:00:01')}  worker w-1 started the run`,
      `${at('03:01:45')}  click 'Mehr Informationen' timed out after 30.0 s`,
      `${at('03:02:15')}  fetch 'https://example.org/42.mp3' has been running for 12.3 s of 30…`,
      'log:  Using the large model.',
      KEYS,
    ]);
  });

  it('keeps the verdict, the steps around the current one and what is in work where there is little room', () => {
    expect(draw(transcribing().watched(), { columns: 40, rows: 10 })).toEqual([
      'episode-show.42-run-1: Folge 42     live',
      "Working: step 3 of 8 'transcribe', 45 of",
      '120 segments, fetch',
      "'https://example.org/42.mp3' has been…",
      '✓ 2 download    done in 42.0 s',
      '▸ 3 transcribe  running for 1 m 42 s, 4…',
      '· 4 summarize   not started yet',
      '38%, 45 of 120 segments, time left unkn…',
      'now:  segment 46 (42 s)',
      'q quit (the run goes on) · p pause · c …',
    ]);
  });

  it('counts ages up while nothing comes', () => {
    const watched = transcribing().watched();
    const later = draw(watched, { nowMs: watched.look.ownMs + 7_000 });
    expect(later).toContain('▸ 3 transcribe     running for 1 m 49 s, 45 of 120 segments, 38%');
    expect(later).toContain('now:  segment 46 (49 s)');
  });

  it('tells of what is left by the past of the step as long as it has no pace of its own', () => {
    const remaining = { known: true, source: 'past', lowMs: 180_000, highMs: 300_000 } as const;
    const story = new Story().begin(['one']).startStep('one', 1, 1);
    expect(draw(story.watched({ step: { name: 'one', remaining } }))).toContain('this step: about 3–5 min left');
  });

  it('judges by what is usual for the step, as the server does', () => {
    const story = new Story().begin(['one']).startStep('one', 1, 1).after(20_000);
    const usual = { step: 'one', gapMs: 6_000, tool: null, toolMs: null };
    expect(draw(story.watched())[1]).toMatch(/^Working/);
    expect(draw(story.watched({ usual }))[1]).toMatch(/^Quiet for 20 s: .*news is usual within 6.0 s$/);
  });

  it('says how many retries there were', () => {
    const error = { name: 'Error', message: 'no' };
    const story = new Story()
      .begin(['one'])
      .startStep('one', 1, 1)
      .tell('step.retrying', { attempt: 2, delayMs: 10_000, error }, { step: 'one' });
    expect(draw(story.watched())).toContain('↻ 1 one  failed: no; attempt 2 in 10 s, 1 retry');
  });

  it('says what a key brought about', () => {
    expect(draw(transcribing().watched(), {}, 'Cancel this run?').slice(-2)).toEqual(['Cancel this run?', KEYS]);
  });
});

describe('an agent at work', () => {
  it('is shown with what it has used of its limits, what it said, and its moves with their outcomes', () => {
    expect(draw(browsing().watched())).toEqual([
      'episode-show.42-run-1: Folge 42                                            live',
      "Working: step 1 of 1 'browse', click 'Information' has been running for 12.0 s",
      'of 30.0 s',
      '',
      '▸ 1 browse  running for 1 m 18 s',
      '',
      'this step: time left unknown',
      '',
      'agent: request 3 of 30, 1 m 18 s of 2 m 00 s, 6,000 of 100,000 tokens, $0.0030…',
      'says: I try the button Information.',
      `${at('03:00:00')}  episode of 'Folge 42' submitted`,
      `${at('03:00:01')}  worker w-1 started the run`,
      `${at('03:00:01')}  agent started with openai:gpt-4.1-mini`,
      `${at('03:00:03')}  click 'Mehr Informationen' timed out after 30.0 s`,
      `${at('03:00:35')}  click '⋮' timed out after 30.0 s`,
      `${at('03:01:07')}  click 'Information' has been running for 12.0 s of 30.0 s`,
      KEYS,
    ]);
  });

  it('shows a request that failed, and one that runs', () => {
    const at = { step: 'browse', actionId: 'again' };
    const error = { name: 'Error', message: 'The provider asks to wait 7 s.' };
    const story = browsing()
      .tell('action.started', { tool: 'model', input: { request: 4 } }, at)
      .tell('action.finished', { tool: 'model', outcome: 'error', durationMs: 40, error }, at)
      .tell('action.started', { tool: 'model', input: { request: 5 } }, { ...at, actionId: 'once more' })
      .after(3_000);
    const lines = draw(story.watched(), { columns: 110 });
    expect(lines.join('\n')).toContain('model failed after 40 ms: The provider asks to wait 7 s.');
    expect(lines.join('\n')).toContain('model has been running for 3.0 s');
    expect(lines.find((line) => line.startsWith('agent:'))).toBe(
      'agent: request 5 of 30, 1 m 21 s of 2 m 00 s, 6,000 of 100,000 tokens, $0.0030, openai:gpt-4.1-mini',
    );
  });

  it('shows each of those that work on items, and what they are working on', () => {
    const story = new Story().begin(['one']).startStep('one', 1, 1);
    for (const item of ['a', 'b']) story.tell('agent.started', { model: `m-${item}` }, { step: 'one', item });
    expect(draw(story.after(4_000).watched())).toEqual(
      expect.arrayContaining(["agent for 'a': 4 s, m-a", "agent for 'b': 4 s, m-b"]),
    );
  });

  it('says that it is looping', () => {
    const finding = { rule: 'repetition', severity: 'warn', message: 'the same click 3 times' } as const;
    const story = browsing().tell('agent.looped', finding, { step: 'browse' }).after(9_000);
    expect(draw(story.watched())[1]).toBe('Looping for 9 s: the same click 3 times');
  });

  it('is gone once it has finished, and what became of it is in the timeline', () => {
    const story = browsing().tell('agent.finished', { outcome: 'succeeded', durationMs: 80_000 }, { step: 'browse' });
    const lines = draw(story.watched());
    expect(lines.join('\n')).not.toMatch(/^(agent|says)/m);
    expect(lines.join('\n')).toContain('agent succeeded after 1 m 20 s');
  });
});

describe('a lost line', () => {
  it('is told, and the picture stands still: a worker of which we hear nothing has not died', () => {
    const story = transcribing();
    const watched = story.watched({}, { state: 'offline', sinceMs: story.now });
    const lines = draw(watched, { nowMs: story.now + 120_000 });
    expect(lines[0]).toMatch(/ offline$/);
    expect(lines.slice(1, 3).join(' ')).toBe(
      `Offline since ${at('03:02:27')} (2 m 00 s): trying to reach the server. This is how it stood at ${at('03:02:37')}.`,
    );
    expect(lines[3]).toMatch(/^Working/);
  });

  it('says when it is the database that is away', () => {
    const lines = draw(transcribing().watched({}, { state: 'away' }));
    expect(lines[1]).toMatch(/^The server has lost its database since/);
  });

  it('says how many events are still to come', () => {
    expect(draw(transcribing().watched({ lastSeq: 5_000 }))[0]).toMatch(/ catching up, \d+ events$/);
  });

  it('does not mistake the difference of two clocks for time', () => {
    const watched = transcribing().watched();
    const ownMs = watched.look.ownMs - 7_200_000;
    const lines = draw({ ...watched, look: { ...watched.look, ownMs } }, { nowMs: ownMs + 1_000 });
    expect(lines).toContain('now:  segment 46 (43 s)');
  });
});

describe('a run that waits', () => {
  it('says who paused it and how it goes on', () => {
    const story = transcribing().tell('run.paused', { by: 'anna', reason: 'the site is down' }).after(300_000);
    const lines = draw(story.watched());
    expect(lines[1]).toBe("Paused for 5 m 00 s at step 3 of 8 'transcribe', 45 of 120 segments");
    expect(lines.slice(2, 4).join(' ')).toBe(
      'Paused by anna (the site is down). You can go on with "telltale resume episode-show.42-run-1".',
    );
  });

  it('shows what it asks and the command that answers', () => {
    const story = transcribing().tell('run.paused', { key: 'which', question: 'Which one?' });
    expect(draw(story.watched())).toEqual(
      expect.arrayContaining(['It asks: Which one?', 'Answer with: telltale answer episode-show.42-run-1 "…"']),
    );
  });

  it('shows what an agent asks, what would do, and what else it can be told', () => {
    const question = { agent: 'finder', question: 'Which one?', options: ['left', 'right'], reason: 'asked' };
    const lines = draw(transcribing().tell('run.paused', { key: 'finder/1', question }).watched(), { columns: 120 });
    expect(lines).toEqual(
      expect.arrayContaining([
        'finder asks: Which one?',
        'It suggests: left / right',
        'Answer with: telltale answer episode-show.42-run-1 "…" (or --retry "a hint", or --give-up)',
      ]),
    );
  });

  it('says that nobody will take it from its queue', () => {
    const story = new Story().tell('run.submitted', {
      pipeline: 'episode',
      version: '1',
      subject: 'x',
      number: 1,
      steps: ['one', 'two'],
    });
    expect(draw(story.watched({ unattendedQueue: 'episode' }))).toContain(
      'No worker takes runs from queue episode: start one with "telltale worker".',
    );
  });
});

it('shows why a run failed, what was tried and what to do, part by part', () => {
  const message =
    'Timeout in step transcribe after 45 of 120 segments: it took too long. Tried: page (no audio). Next: go on from step transcribe with "telltale retry episode-show.42-run-1".';
  const story = transcribing()
    .tell(
      'step.failed',
      { durationMs: 102_300, error: { name: 'Error', message: 'it took too long' } },
      { step: 'transcribe' },
    )
    .tell('run.failed', { durationMs: 1, error: { name: 'StepFailedError', message } });
  const lines = draw(story.watched(), { columns: 120, rows: Number.POSITIVE_INFINITY });
  expect(lines).toEqual(
    expect.arrayContaining([
      'Timeout in step transcribe after 45 of 120 segments: it took too long.',
      'Tried: page (no audio).',
      'Next: go on from step transcribe with "telltale retry episode-show.42-run-1".',
    ]),
  );
  expect(lines.join('\n')).not.toContain('\n\n\n');
  expect(lines).toContain('✗ 3 transcribe     failed after 1 m 42 s, 45 of 120 segments: it took too long');
});

describe('whatever the data', () => {
  const HOSTILE = [
    '\u001b[2J\u001b]0;owned\u0007',
    '\r\u0008\u009b31m',
    '\u202eright to left',
    '字幕'.repeat(60),
    '👩‍👩‍👧‍👦',
    'a\nb',
  ];
  const label = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }));

  it('never draws more lines or cells than there are, nor anything that a terminal would obey', () => {
    const size = fc.record({ columns: fc.integer({ min: 1, max: 120 }), rows: fc.integer({ min: 1, max: 40 }) });
    const property = fc.property(size, label, label, ({ columns, rows }, name, text) => {
      const story = new Story()
        .begin([name, 'two', 'three'], text)
        .startStep(name, 1, 3)
        .tell(
          'step.progressed',
          {
            total: 3,
            done: 1,
            failed: 0,
            skipped: 0,
            unit: text,
            current: [{ key: name, label: text }],
            upNext: [{ key: text }],
          },
          { step: name },
        )
        .tell('action.started', { tool: text, input: name }, { step: name, actionId: 'a' })
        .tell('log.written', { level: 'info', message: text }, { step: name })
        .tell('agent.started', { model: text }, { step: name, item: text })
        .tell('agent.spoke', { text }, { step: name, item: text })
        .tell('run.paused', { question: text });
      const lines = draw(story.watched(), { columns, rows }, text);
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(cellsOf(line)).toBeLessThanOrEqual(columns);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});
