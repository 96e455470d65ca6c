import { expect, test } from 'vitest';
import { fileNameOf } from './file-name.ts';

test.each([
  ['attachment; filename="Folge 1.mp3"', 'https://sea.test/x', 'mp3', 'Folge 1.mp3'],
  ["attachment; filename=old.mp3; filename*=UTF-8''Gr%C3%BC%C3%9Fe.mp3", 'https://sea.test/x', 'mp3', 'Grüße.mp3'],
  ['attachment; filename="../../../../etc/cron.d/episode.mp3"', 'https://sea.test/x', 'mp3', 'episode.mp3'],
  ['attachment; filename="..\\\\..\\\\boot.ini"', 'https://sea.test/x', 'mp3', 'boot.ini'],
  ['attachment; filename="C:\\\\x\\\\con.mp3"', 'https://sea.test/x', 'mp3', '_con.mp3'],
  [null, 'https://sea.test/audio/folge-12.mp3?token=1', 'mp3', 'folge-12.mp3'],
  [null, 'https://sea.test/audio/player.php', 'mp3', 'player.mp3'],
  [null, 'https://sea.test/setup.exe', 'mp3', 'setup.mp3'],
  [null, 'https://sea.test/', 'mp3', 'download.mp3'],
  [null, 'https://sea.test/%E0%A4%A', '', '%E0%A4%A'],
  ['attachment; filename="a<b>:c|d?\u0000.mp3"', 'https://sea.test/x', 'mp3', 'a_b__c_d_.mp3'],
  ['attachment; filename="...."', 'https://sea.test/', 'mp3', 'download.mp3'],
  ['attachment; filename="gpj\u202E.mp3"', 'https://sea.test/x', 'mp3', 'gpj.mp3'],
])('%j of %s is kept as %s', (disposition, url, extension, name) => {
  expect(fileNameOf(disposition, url, extension)).toBe(name);
});

test('a name has at most 120 characters, its ending included', () => {
  expect(
    fileNameOf(`attachment; filename="${'x'.repeat(500)}.mp3"`, 'https://sea.test/', 'mp3').length,
  ).toBeLessThanOrEqual(120);
});
