import type { Logger } from '@telltale/telemetry';

/** Ends browsers that workers of this machine left behind when they were killed, and removes their files. Throws nothing. */
export async function endLeftBrowsers(logger: Logger): Promise<void> {
  try {
    // Much code, for which nobody shall wait.
    const { defaultSessionsFolder, reapBrowsers } = await import('@telltale/browser');
    const left = await reapBrowsers(defaultSessionsFolder());
    if (left.sessions > 0) logger.info({ ...left }, 'ended browsers that killed workers had left behind');
  } catch (error) {
    logger.warn({ error }, 'could not look for browsers that killed workers have left behind');
  }
}
