import type { OutboundPolicy } from '../policy/outbound-policy.ts';
import type { UrlBudget } from './url-budget.ts';

/** What a browser may open as a page. */
export class NavigationRules {
  readonly policy: OutboundPolicy;
  readonly budget: UrlBudget;

  constructor(policy: OutboundPolicy, budget: UrlBudget) {
    this.policy = policy;
    this.budget = budget;
  }

  /** A page about to be opened, or just reached; counts it once. Throws `OutboundRefusedError`. */
  check(given: string | URL): URL {
    const url = this.policy.checkUrl(given);
    this.budget.take(url);
    return url;
  }
}
