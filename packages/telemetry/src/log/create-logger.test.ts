import { stripVTControlCharacters } from 'node:util';
import { TelltaleError } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import { Lines } from '../../test/lines.ts';
import { createLogger } from './create-logger.ts';
import type { LogFields, LogLevel } from './logger.ts';

const UNREACHABLE = new TelltaleError('The database at db:5432 cannot be reached', {
  code: 'database_unreachable',
  hint: 'Start it, or correct its URL.',
  cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
});

function logTo(lines: Lines, level: LogLevel = 'info') {
  return createLogger({ name: 'worker', level, destination: lines });
}

describe('a line for machines', () => {
  test('is a JSON object with level, time, name, fields and message', () => {
    const lines = new Lines();
    logTo(lines).info({ runId: 'work-a-run-1', tries: 2 }, 'Run work-a-run-1 was taken');
    expect(lines.objects).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        name: 'worker',
        runId: 'work-a-run-1',
        tries: 2,
        message: 'Run work-a-run-1 was taken',
      },
    ]);
  });

  test('tells an error as code, message, hint and causes, and its stack only at level debug', () => {
    const told = {
      code: 'database_unreachable',
      message: 'The database at db:5432 cannot be reached',
      hint: 'Start it, or correct its URL.',
      causes: ['connect ECONNREFUSED'],
    };
    for (const [level, error] of [
      ['info', told],
      ['debug', { ...told, stack: expect.stringContaining('create-logger.test.ts') }],
    ] as const) {
      const lines = new Lines();
      logTo(lines, level).warn({ error: UNREACHABLE }, 'It failed');
      expect(lines.objects[0]?.error).toEqual(error);
    }
  });

  test('has what a child logger always says', () => {
    const lines = new Lines();
    const child = logTo(lines).child({ part: 'feed', password: 'hunter2' }).child({ runId: 'r' });
    child.error({ error: 'just a text' }, 'It failed');
    expect(lines.objects[0]).toMatchObject({
      part: 'feed',
      password: '[redacted]',
      runId: 'r',
      error: { message: 'just a text' },
    });
  });
});

describe('a line for people', () => {
  const say = (error: unknown, level: LogLevel = 'info') => {
    const lines = new Lines({ isTTY: true });
    logTo(lines, level).warn({ error, runId: 'r' }, 'Writing fails');
    return stripVTControlCharacters(lines.text);
  };

  test('is one line: time, level, who, what, why, and what to do', () => {
    expect(say(UNREACHABLE)).toMatch(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: worker: Writing fails: The database at db:5432 cannot be reached \(database_unreachable\); because connect ECONNREFUSED → Start it, or correct its URL\. \{"runId":"r"\}\n$/,
    );
  });

  test('cannot be made to look like two, or steer the terminal, by what is told in it', () => {
    const lines = new Lines({ isTTY: true });
    const hostile = 'POST /x\n[00:00:00.000] ERROR: forged\r\b\u0007\u202e';
    const error = new TelltaleError(hostile, { code: 'x', hint: hostile, cause: new Error(`other ${hostile}`) });
    logTo(lines).warn({ error, path: hostile }, `${hostile}!`);
    const text = stripVTControlCharacters(lines.text);
    expect(text.trimEnd()).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain('POST /x [00:00:00.000] ERROR: forged');
  });

  test('does not repeat what its message says', () => {
    const lines = new Lines({ isTTY: true });
    logTo(lines)
      .child({ part: 'server' })
      .info({ method: 'POST', path: '/runs', status: 201, ms: 20 }, 'POST /runs: 201');
    logTo(lines).info({ how: 'lost' }, 'The worker said info: lost');
    expect(stripVTControlCharacters(lines.all[1] ?? '')).toMatch(/INFO: worker: The worker said info: lost\n$/);
    expect(stripVTControlCharacters(lines.all[0] ?? '')).toMatch(/INFO: server: POST \/runs: 201 \{"ms":20\}\n$/);
    expect(say(new Error('Writing fails'))).toMatch(/WARN: worker: Writing fails \{"runId":"r"\}\n$/);
  });

  test('is followed by the stack at level debug', () => {
    expect(say(UNREACHABLE, 'debug')).toMatch(/\n {4}at .*create-logger\.test\.ts/);
  });

  test('has colours in a terminal, and none where it was asked for elsewhere', () => {
    const [terminal, file] = [new Lines({ isTTY: true }), new Lines()];
    logTo(terminal).info({}, 'hello');
    createLogger({ name: 'worker', format: 'pretty', destination: file }).info({}, 'hello');
    expect(file.text).toMatch(/INFO: worker: hello\n$/);
    expect(file.text).toBe(stripVTControlCharacters(file.text));
    expect(terminal.text).not.toBe(stripVTControlCharacters(terminal.text));
  });

  test('is JSON in a terminal where that was asked for', () => {
    const lines = new Lines({ isTTY: true });
    createLogger({ name: 'worker', format: 'json', destination: lines }).info({}, 'hello');
    expect(lines.objects[0]).toMatchObject({ message: 'hello' });
  });
});

test('lines below the level are not written', () => {
  const lines = new Lines();
  const logger = logTo(lines, 'warn');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]({}, level);
  expect(lines.objects.map(({ level }) => level)).toEqual(['warn', 'error']);
});

describe('a secret', () => {
  const SECRET = 'hunter2-correct-horse';
  const TOKEN = `tt_${'aB3'.repeat(14)}x`;

  test.for<[string, LogFields, string]>([
    ['in the URL of a database', { url: `postgres://me:${SECRET}@db/telltale` }, 'hello'],
    ['in the message', {}, `cannot reach postgres://me:${SECRET}@db/telltale`],
    ['in a header', { headers: { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}` } }, 'hello'],
    ['under a key that says so', { apiKey: SECRET, nested: [{ password: SECRET }] }, 'hello'],
    ['that is a token of ours, anywhere', { text: `it was ${TOKEN}` }, `with ${TOKEN}`],
    ['in an error', { error: new Error(`cannot reach postgres://me:${SECRET}@db/telltale`) }, 'hello'],
    [
      'in the hint and the causes of an error',
      {
        error: new TelltaleError('It failed', {
          code: 'x',
          hint: `Not ${TOKEN}`,
          cause: new Error(`Bearer ${SECRET}`),
        }),
      },
      'hello',
    ],
  ])('%s is not written', ([, fields, message]) => {
    for (const isTTY of [false, true]) {
      const lines = new Lines({ isTTY });
      logTo(lines, 'debug').info(fields, message);
      expect(lines.text).toContain('[redacted]');
      expect(lines.text).not.toContain(SECRET);
      expect(lines.text).not.toContain(TOKEN);
    }
  });
});

test('what cannot be told does not throw', () => {
  const lines = new Lines();
  const hostile = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('hostile');
    },
  });
  const round: Record<string, unknown> = {};
  round.self = round;
  logTo(lines).error({ error: hostile, round, big: 10n }, 'still said');
  expect(lines.objects[0]).toMatchObject({ message: 'still said', big: 10 });
});
