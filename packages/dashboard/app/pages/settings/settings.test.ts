import type { SettingBody } from '@telltale/api';
import { describe, expect, test } from 'vitest';
import { commandsIn } from './commands-in.ts';
import { selectSettings } from './select-settings.ts';

function setting(key: string, change: Partial<SettingBody> = {}): SettingBody {
  return {
    ...{
      key,
      section: key.split('.', 1).join(),
      description: `About ${key}.`,
      takes: 'a text',
      value: 'x',
      default: 'x',
    },
    ...{ isSecret: false, source: { kind: 'default' }, variable: null, option: null, command: '' },
    ...change,
  };
}

describe('selectSettings', () => {
  const settings = [
    setting('server.port', { source: { kind: 'flag', name: '--port' }, variable: 'TELLTALE_PORT' }),
    setting('server.host', { description: 'Where the server listens.' }),
    setting('log.level', { value: 'debug' }),
  ];
  const keys = (words: string, isOnlyChanged = false) =>
    selectSettings(settings, { words, isOnlyChanged }).flatMap((section) => section.settings.map(({ key }) => key));

  test('are by section, in their order', () => {
    expect(selectSettings(settings, { words: '', isOnlyChanged: false }).map(({ name }) => name)).toEqual([
      'server',
      'log',
    ]);
  });

  test.each([
    ['PORT', ['server.port']],
    ['telltale_port', ['server.port']],
    ['listens server', ['server.host']],
    ['debug', ['log.level']],
    ['nothing like it', []],
  ])('are found by %j', (words, expected) => {
    expect(keys(words)).toEqual(expected);
  });

  test('are those that are not at their defaults, if so wished', () => {
    expect(keys('', true)).toEqual(['server.port']);
    expect(keys('debug', true)).toEqual([]);
  });
});

test.each([
  ['Nothing to do.', ['Nothing to do.']],
  ['Run "telltale doctor".', ['Run ', '>telltale doctor', '.']],
  ['`apt-get install ffmpeg`', ['>apt-get install ffmpeg']],
  ['Set "model.name" or run "telltale configure".', ['Set "model.name" or run ', '>telltale configure', '.']],
  ['Install ffmpeg, such as: apt install ffmpeg', ['Install ffmpeg, such as: ', '>apt install ffmpeg']],
  ['It lacks: nothing', ['It lacks: nothing']],
  ['', []],
])('of the advice %j the commands are known', (advice, expected) => {
  expect(commandsIn(advice).map(({ text, isCommand }) => (isCommand ? `>${text}` : text))).toEqual(expected);
});
