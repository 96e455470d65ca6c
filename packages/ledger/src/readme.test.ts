import { readFile, rm, writeFile } from 'node:fs/promises';
import { runChild, testDatabase, waitForRows } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';

const db = testDatabase();

test('the example of the README runs as it stands', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const file = new URL(`../test/.readme-example-${process.pid}.ts`, import.meta.url);
  await writeFile(file, example);
  onTestFinished(() => rm(file));

  const child = runChild(file, { env: { DATABASE_URL: db.url } });
  // The example follows the run for ever, so what it printed last says that it came to its end.
  const printed = Promise.withResolvers<string>();
  const look = setInterval(() => child.stdout.includes('\n4 ') && printed.resolve(child.stdout), 20);
  onTestFinished(() => clearInterval(look));
  const output = await Promise.race([printed.promise, child.exit.then(() => child.output)]);

  expect(output).toMatch(/1 greetings of 'world' submitted\n2 step 1 of 1 'greet' started\n3 .*print.*\n4 .*world/s);
  await waitForRows(db.pool(), { text: `SELECT 1 FROM telltale.item WHERE key = 'world' AND result = '"hello"'` });
});
