import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asStep, FakeStep } from '../../test/fake-step.ts';
import { sessionsFolder } from '../../test/sessions.ts';
import { withBrowser } from '../session/with-browser.ts';

const folder = await sessionsFolder();

test('a browser that does not start is told of with what it said, and leaves nothing behind', async () => {
  const executablePath = join(folder, 'broken');
  const script = `#!/bin/sh
[ "$1" = --version ] && { echo 'Chromium 141.0.0.1'; exit 0; }
echo 'No usable sandbox!' >&2
exit 1
`;
  await writeFile(executablePath, script);
  await chmod(executablePath, 0o755);
  const sessions = join(folder, 'sessions');
  const run = withBrowser(asStep(new FakeStep()), { executablePath, folder: sessions }, () => Promise.resolve());

  await expect(run).rejects.toMatchObject({
    code: 'browser_start_failed',
    message: `The browser ${executablePath} did not start: No usable sandbox.`,
    retryable: true,
  });
  expect(await readdir(sessions)).toEqual([]);
});
