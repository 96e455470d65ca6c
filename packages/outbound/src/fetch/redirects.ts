import { OutboundLimitError, OutboundRefusedError } from '../errors.ts';
import type { OutboundPolicy } from '../policy/outbound-policy.ts';

export interface RedirectOptions {
  readonly policy: OutboundPolicy;
  readonly maxRedirects: number;
  readonly allowDowngrade: boolean;
}

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The way that a call takes from one address to the next, each of them checked. */
export class Redirects {
  readonly #options: RedirectOptions;
  readonly #visited = new Set<string>();

  constructor(start: URL, options: RedirectOptions) {
    this.#options = options;
    this.#visited.add(start.href);
  }

  /** Whether there was one. */
  get followed(): boolean {
    return this.#visited.size > 1;
  }

  /** Where an answer sends the caller; `undefined` if nowhere. Throws `OutboundRefusedError` and `OutboundLimitError`. */
  next(from: URL, status: number, location: string | null): URL | undefined {
    if (!STATUSES.has(status) || location === null) return undefined;
    const target = URL.parse(location, from.href);
    const { policy, maxRedirects, allowDowngrade } = this.#options;
    const url = policy.checkUrl(target ?? location);
    url.hash ||= from.hash;
    if (from.protocol === 'https:' && url.protocol === 'http:' && !allowDowngrade) {
      throw new OutboundRefusedError(
        'downgrade',
        url.hostname,
        `${from.hostname} sends the call on to ${url.hostname} without encryption, which is refused.`,
      );
    }
    if (this.#visited.has(url.href)) throw this.#tooFar(from, 'in a circle');
    if (this.#visited.size > maxRedirects) throw this.#tooFar(from, `more than ${maxRedirects} times`);
    this.#visited.add(url.href);
    return url;
  }

  #tooFar(from: URL, how: string): OutboundLimitError {
    return new OutboundLimitError(from.hostname, `${from.hostname} sends the call on ${how}.`, {
      hint: 'Open the address in a browser: it may need a login or a cookie. If it works there, give where it ends.',
    });
  }
}
