import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { type BrowserOptions, type BrowserSession, findBrowser, withBrowser } from '../src/index.ts';
import { asStep, FakeStep } from './fake-step.ts';

const found = await findBrowser({ env: process.env }).catch(() => null);

/** `describe`, for what needs a real browser. */
export const describeWithBrowser = (name: string, body: () => void): void => {
  if (found === null) describe.skip(`${name} (skipped: there is no browser on this machine)`, body);
  else describe(name, body);
};

/** A folder for the sessions of one test file, removed after it. */
export async function sessionsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-browser-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface OpenedSession {
  readonly session: BrowserSession;
  readonly step: FakeStep;
  close(): Promise<void>;
}

/** A session that is open until it is closed: for several tests to share. */
export async function openTestSession(options: BrowserOptions): Promise<OpenedSession> {
  const step = new FakeStep();
  const opened = Promise.withResolvers<BrowserSession>();
  const end = Promise.withResolvers<void>();
  const over = withBrowser(asStep(step), options, async (session) => {
    opened.resolve(session);
    await end.promise;
  });
  const session = await Promise.race([opened.promise, over.then(() => Promise.reject(new Error('it ended at once')))]);
  return {
    session,
    step,
    close: async () => {
      end.resolve();
      await over;
    },
  };
}
