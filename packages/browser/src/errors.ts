import { formatDuration, TelltaleError } from '@telltale/core';

const HOW_TO_GET_ONE =
  'Install one, such as: apt install chromium, or: npx playwright-core install chromium. Or give the path of a Chromium, Chrome or Edge that is there.';

interface Problem {
  /** As the end of a sentence, without its full stop. */
  readonly problem: string;
  readonly cause?: unknown;
}

/** There is no browser on this machine, or not where it was said to be. */
export class BrowserMissingError extends TelltaleError {
  override readonly name = 'BrowserMissingError';
  constructor(executablePath?: string) {
    const message =
      executablePath === undefined
        ? 'No browser was found on this machine: web pages cannot be opened.'
        : `There is no browser that can be run at ${executablePath}.`;
    super(message, { code: 'browser_missing', hint: HOW_TO_GET_ONE });
  }
}

/** The browser did not start. */
export class BrowserStartError extends TelltaleError {
  override readonly name = 'BrowserStartError';
  constructor(executablePath: string, { problem, cause }: Problem) {
    super(`The browser ${executablePath} did not start: ${problem}.`, {
      code: 'browser_start_failed',
      hint: `Start it by hand to see why: ${executablePath} --headless --dump-dom about:blank`,
      retryable: true,
      cause,
    });
  }
}

/** The browser ended in the middle of a session: it crashed, or somebody ended it. */
export class BrowserGoneError extends TelltaleError {
  override readonly name = 'BrowserGoneError';
  constructor(sessionId: string, { cause }: ErrorOptions = {}) {
    super(`The browser of session ${sessionId} has ended; nothing can be done in it any more.`, {
      code: 'browser_gone',
      hint: 'Run the step again: it gets a new browser. If this happens often, look for a lack of memory.',
      retryable: true,
      details: { sessionId },
      cause,
    });
  }
}

/** A video was asked for, and the program that makes one is not there. */
export class VideoUnavailableError extends TelltaleError {
  override readonly name = 'VideoUnavailableError';
  constructor(expectedPath: string, { cause }: ErrorOptions) {
    super(`A video was asked for, and there is no ffmpeg at ${expectedPath}.`, {
      code: 'video_unavailable',
      hint: `Install it: npx playwright-core install ffmpeg. Or link one that is there: ln -s "$(command -v ffmpeg)" ${expectedPath}. Or leave the video out; the trace shows the pages as well.`,
      details: { expectedPath },
      cause,
    });
  }
}

/** A setting of a session that cannot be. */
export class BrowserSettingsError extends TelltaleError {
  override readonly name = 'BrowserSettingsError';
  constructor(key: string, expected: string, got: unknown) {
    super(`The browser's ${key} has to be ${expected}; it is ${JSON.stringify(got)}.`, {
      code: 'browser_settings_invalid',
      hint: `Change ${key}, or leave it out to have its default.`,
      details: { key },
    });
  }
}

/** The folder for sessions is not one that this user alone can write to. */
export class SessionFolderError extends TelltaleError {
  override readonly name = 'SessionFolderError';
  constructor(folder: string, { problem, cause }: Problem) {
    super(`The browsers' folder ${folder} cannot be used: ${problem}.`, {
      code: 'browser_folder_unusable',
      hint: `Remove ${folder}, or choose another folder for browsers, one that only this user can write to.`,
      details: { folder },
      cause,
    });
  }
}

/** A part of a session did not do its work in time. */
export class BrowserSlowError extends TelltaleError {
  override readonly name = 'BrowserSlowError';
  constructor(what: string, limitMs: number) {
    super(`${what} took longer than ${formatDuration(limitMs)}.`, {
      code: 'timed_out',
      hint: 'The machine may be short of memory or processor time.',
      retryable: true,
      details: { what, limitMs },
    });
  }
}
