import { OutboundRulesError } from '../errors.ts';
import { hostOf } from './domain-pattern.ts';

/** Beginnings of addresses. */
export class UrlPrefixes {
  readonly #prefixes: URL[] = [];

  /** Ends with a slash: `http://127.0.0.1:4040/sample/`. Throws `OutboundRulesError`. */
  add(prefix: string): void {
    const url = URL.parse(prefix);
    if (url === null || !/^https?:$/.test(url.protocol) || url.href !== prefix || !prefix.endsWith('/')) {
      throw new OutboundRulesError(
        `${JSON.stringify(prefix.slice(0, 100))} is no beginning of addresses.`,
        'Write one as http://127.0.0.1:4040/sample/, with a slash at the end.',
      );
    }
    this.#prefixes.push(url);
  }

  takes(url: URL): boolean {
    // A user's name may stand before the host, so the texts alone cannot be compared.
    return this.#prefixes.some(({ origin, pathname }) => url.origin === origin && url.pathname.startsWith(pathname));
  }

  takesHost(host: string): boolean {
    return this.#prefixes.some((prefix) => hostOf(prefix) === host);
  }
}
