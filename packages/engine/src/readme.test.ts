import { readFile, rm, writeFile } from 'node:fs/promises';
import { runChild, testDatabase } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';

const db = testDatabase();

test('the example of the README runs as it stands', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const file = new URL(`../test/.readme-example-${process.pid}.ts`, import.meta.url);
  await writeFile(file, example);
  onTestFinished(() => rm(file));

  const child = runChild(file, { env: { DATABASE_URL: db.url } });
  await child.exit;

  expect(child.stdout).toMatch(/^1 greetings of 'world' submitted\n/);
  expect(child.stdout).toMatch(/\d+ step 1 of 2 'list' started\n/);
  expect(child.stdout).toMatch(/\d+ step 'greet' has 3 people to do\n/);
  expect(child.stdout).toMatch(/\d+ succeeded after /);
  expect(child.stdout).toMatch(
    /state: 'succeeded',\s+result: \[ 'Hello Ann, in world', 'Hello Bo, in world', 'Hello Cy, in world' \]/,
  );
  expect(child.output).not.toContain('rror');
});
