import { ActionBlockedError } from '@telltale/engine';
import type { OutboundRules } from '@telltale/outbound';
import {
  NavigationRules,
  OutboundFailedError,
  OutboundPolicy,
  OutboundTimedOutError,
  UrlBudget,
} from '@telltale/outbound';
import type { BrowserSettings } from './settings.ts';

/** What a session may reach. */
export class SessionRules {
  /** For what is fetched beside the browser. */
  readonly policy: OutboundPolicy;
  readonly #pages: NavigationRules;

  constructor(settings: BrowserSettings, outbound: Pick<OutboundRules, 'lookup' | 'ports'>) {
    this.policy = new OutboundPolicy({
      ...outbound,
      allowPrivate: settings.allowPrivateNetworks,
      allowedDomains: settings.allowedDomains,
      ...(settings.blockedDomains === null ? {} : { blockedDomains: settings.blockedDomains }),
    });
    this.#pages = new NavigationRules(this.policy, new UrlBudget(settings.maxUrls));
  }

  /** The URL, if a page may be opened there; counts it, once for each page. Throws `ActionBlockedError`. */
  check(url: string): URL {
    try {
      return this.#pages.check(url);
    } catch (error) {
      throw asBlocked(error);
    }
  }

  /** Also where its name leads, and for frames, which do not count. Throws `ActionBlockedError`. */
  async checkDocument(url: string, isPage: boolean): Promise<void> {
    try {
      const { hostname } = isPage ? this.#pages.check(url) : this.policy.checkUrl(url);
      await this.policy.resolve(hostname);
    } catch (error) {
      // The browser has words of its own for a site that is not there.
      if (error instanceof OutboundFailedError || error instanceof OutboundTimedOutError) return;
      throw asBlocked(error);
    }
  }
}

/** A refusal in the engine's words: the action that it ends is `blocked`. */
function asBlocked(error: unknown): ActionBlockedError {
  const { message, hint } = error as { readonly message: string; readonly hint?: string };
  return new ActionBlockedError(message, { ...(hint === undefined ? {} : { hint }), cause: error });
}
