import { OutboundRefusedError, OutboundRulesError } from '../errors.ts';

const DEFAULT_MAX_URLS = 50;
const MOST_URLS = 500;

/** How many different pages may be opened. The same page again is free. */
export class UrlBudget {
  readonly max: number;
  readonly #seen = new Set<string>();

  /** 1–500; default: 50. Throws `OutboundRulesError`. */
  constructor(max: number = DEFAULT_MAX_URLS) {
    if (!Number.isInteger(max) || max < 1 || max > MOST_URLS) {
      throw new OutboundRulesError(
        `"maxUrls" is ${max}, and has to be a whole number from 1 to ${MOST_URLS}.`,
        `Leave it out for ${DEFAULT_MAX_URLS}.`,
      );
    }
    this.max = max;
  }

  get used(): number {
    return this.#seen.size;
  }

  /** Throws `OutboundRefusedError` for one page too many. */
  take(url: URL): void {
    // What follows # is a place in the same page.
    const page = url.href.replace(/#.*$/, '');
    if (this.#seen.has(page)) return;
    if (this.#seen.size >= this.max) {
      throw new OutboundRefusedError('url-budget', url.hostname, `Max URL limit reached (${this.max})`);
    }
    this.#seen.add(page);
  }
}
