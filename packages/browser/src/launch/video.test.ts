import { access, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { asStep, FakeStep } from '../../test/fake-step.ts';
import { describeWithBrowser } from '../../test/sessions.ts';
import { VideoUnavailableError } from '../errors.ts';
import { withBrowser } from '../session/with-browser.ts';

// Playwright reads it once, when it is imported.
const programs = await vi.hoisted(async () => {
  const fs = await import('node:fs/promises');
  const os = await import('node:os');
  const folder = await fs.mkdtemp(`${os.tmpdir()}/telltale-video-test-`);
  process.env.PLAYWRIGHT_BROWSERS_PATH = folder;
  return folder;
});

afterAll(() => rm(programs, { recursive: true, force: true }));

async function systemFfmpeg(): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'ffmpeg');
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

const ffmpeg = await systemFfmpeg();

describeWithBrowser('a video', () => {
  test('is refused before anything starts where its program is missing, and made as soon as it is there', async ({
    skip,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-video-sessions-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const options = { folder, recordVideo: true, recordTrace: false };
    const step = new FakeStep();
    const error = await withBrowser(asStep(step), options, () => Promise.resolve()).catch((thrown: unknown) => thrown);
    if (!(error instanceof VideoUnavailableError)) throw error;
    const path = String(error.details.expectedPath);
    expect(path).toContain(programs);
    expect(error.hint).toContain('npx playwright-core install ffmpeg');
    expect(step.logs).toEqual([]);

    skip(ffmpeg === null, 'there is no ffmpeg on this machine');
    await mkdir(dirname(path), { recursive: true });
    await symlink(ffmpeg as string, path);
    await withBrowser(asStep(step), options, async (session) => {
      await session.page().setContent('<h1>Seen</h1>');
      await session.capture('seen');
    });
    const [video] = step.kept('video');
    expect(video).toMatchObject({ contentType: 'video/webm' });
    // The first bytes of every Matroska file.
    expect(video?.content.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  });
});
