import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PartialFile } from './partial-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'telltale-partial-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const VERSION = { validator: '"1"', total: 10 };

/** A file of which so much came, and whose process is gone. */
async function leftBehind(identity: string, text: string, version = VERSION as PartialFile['version']) {
  await using file = await PartialFile.open(folder, identity);
  await file.begin(version);
  await file.append(Buffer.from(text));
  return file.path;
}

test('what has come is there for the next one, with the version that it is of', async () => {
  await leftBehind('a', '01234');
  await using file = await PartialFile.open(folder, 'a');
  expect([file.bytes, file.version, file.canGoOn, file.isWhole]).toEqual([5, VERSION, true, false]);
  await file.append(Buffer.from('56789'));
  expect([file.bytes, file.isWhole]).toEqual([10, true]);
  expect(await readFile(file.path, 'utf8')).toBe('0123456789');
});

test.each([
  ['nothing tells its version from others', { validator: null, total: 10 }],
  ['nobody knows its length', { validator: null, total: null }],
])('it begins anew where %s', async (title, version) => {
  await leftBehind(title, '01234', version);
  await using file = await PartialFile.open(folder, title);
  expect([file.bytes, file.canGoOn]).toEqual([0, false]);
  expect(await readFile(file.path, 'utf8')).toBe('');
});

test('a whole file is whole also where nothing tells its version, and one that was never begun is none', async () => {
  await leftBehind('whole', '0123456789', { validator: null, total: 10 });
  await using whole = await PartialFile.open(folder, 'whole');
  expect(whole.isWhole).toBe(true);
  const path = await leftBehind('lost', '01234');
  await rm(`${path}.json`);
  await appendFile(path, '5');
  await using lost = await PartialFile.open(folder, 'lost');
  expect([lost.bytes, lost.canGoOn, lost.isWhole]).toEqual([0, false, false]);
});

test('its name is made of what it is, and never leads out of the folder', async () => {
  await using file = await PartialFile.open(folder, 'x https://a.example/../../../etc/passwd');
  expect(file.path).toMatch(new RegExp(`^${folder}/[0-9a-f]{32}$`));
  await file.remove();
  expect((await readdir(folder)).filter((name) => file.path.includes(name))).toEqual([]);
});
