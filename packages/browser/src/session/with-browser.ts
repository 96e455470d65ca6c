import { type Step, stopKindOf } from '@telltale/engine';
import type { OutboundRules } from '@telltale/outbound';
import { finalize } from '../recording/finalize.ts';
import type { SessionOutcome, SessionSummary } from '../recording/session-summary.ts';
import type { BrowserSession } from './browser-session.ts';
import { openSession } from './open-session.ts';
import type { BrowserSettings } from './settings.ts';

export interface BrowserOptions extends Partial<BrowserSettings> {
  /** The browser to use. Default: the first that is found, see `findBrowser`. */
  readonly executablePath?: string;
  /** Whether it has no window. Default: `true`. */
  readonly headless?: boolean;
  /** Where sessions have their files while they run; for this user alone. Default: a folder of this user's among the temporary files. */
  readonly folder?: string;
  /** Where programs are looked for, and what the browser gets of it: `PATH`, `HOME`, the language; never keys. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** How names are looked up, and which ports may be used. Default: by the system; those of the web. */
  readonly outbound?: Pick<OutboundRules, 'lookup' | 'ports'>;
  /** Told once, when a session is over. */
  readonly onEnd?: (summary: SessionSummary) => void;
}

/**
 * Gives `use` a browser of its own for as long as it runs, and gives back what it gives. However it ends, and when the
 * step's signal aborts at once, the browser is closed, and nothing of it is left on the machine; what was recorded is
 * kept as artifacts of the step.
 *
 * Throws what `use` throws, and before it begins `BrowserMissingError`, `BrowserStartError`, `VideoUnavailableError`,
 * `BrowserSettingsError`, `SessionFolderError`, and `OutboundRulesError` for domains that cannot be read.
 */
export async function withBrowser<T>(
  step: Step,
  options: BrowserOptions,
  use: (session: BrowserSession) => Promise<T>,
): Promise<T> {
  const { session, ...opened } = await openSession(step, options);
  // The end of the session tries again, and tells of it.
  const abandon = () => void opened.abandon().catch(() => undefined);
  step.signal.addEventListener('abort', abandon);
  let outcome: SessionOutcome = 'completed';
  try {
    step.signal.throwIfAborted();
    return await use(session);
  } catch (error) {
    outcome = isStop(step, error) ? 'terminated' : 'failed';
    throw error;
  } finally {
    step.signal.removeEventListener('abort', abandon);
    await finalize({ session, outcome, onEnd: options.onEnd, ...opened });
  }
}

/** The engine ends bodies by an abort, or by throwing through them at a boundary. */
function isStop(step: Step, error: unknown): boolean {
  return step.signal.aborted || stopKindOf(error) !== null;
}
