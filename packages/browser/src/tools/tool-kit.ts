import type { AgentModel } from '@telltale/agent';
import type { CaptchaTimes } from '../captcha/wait-for-captcha.ts';
import type { ClickPolicy } from '../clicks/click-policy.ts';
import type { Fence } from '../content/fence.ts';
import type { BrowserSession } from '../session/browser-session.ts';

/** What the tools of one session share. */
export interface ToolKit {
  readonly session: BrowserSession;
  readonly fence: Fence;
  /** `null`: everything may be clicked. */
  readonly clicks: ClickPolicy | null;
  readonly captcha: CaptchaTimes;
  /** Looks at pictures. */
  readonly vision: AgentModel | undefined;
  /** Translates. */
  readonly language: AgentModel | undefined;
  readonly downloadTypes: readonly string[];
  readonly caught: Caught;
}

/** What `intercept_media` caught last, for `download`. */
interface Caught {
  url: string | null;
}
