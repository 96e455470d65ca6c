import { isIP } from 'node:net';
import { type Address, isV6, parseAddress } from '../address/address.ts';
import { KIND_IN_WORDS, kindOfAddress } from '../address/kind-of-address.ts';
import { OutboundRefusedError } from '../errors.ts';
import { BAD_PORTS } from '../rules/bad-ports.ts';
import { type DomainPattern, hostOf, parsePatterns } from '../rules/domain-pattern.ts';
import type { OutboundRules } from '../rules/outbound-rules.ts';
import { PrivateAccess } from '../rules/private-access.ts';
import { isPrivateName } from '../rules/private-names.ts';
import { SENSITIVE_DOMAINS } from '../rules/sensitive-domains.ts';
import { UrlPrefixes } from '../rules/url-prefixes.ts';
import { NameResolver } from './name-resolver.ts';
import { readUrl } from './read-url.ts';

export interface CheckOptions {
  /** Domains outside of `allowedDomains` pass too: for what a page brings along. Default: `false`. */
  readonly anyDomain?: boolean;
}

/**
 * What may be fetched. Two questions make one answer: `checkUrl` judges what an address says, `resolve` where its name
 * leads; who connects must connect to what `resolve` gave, for the next answer may be another.
 */
export class OutboundPolicy {
  readonly #private: PrivateAccess;
  readonly #allowed: readonly DomainPattern[];
  readonly #blocked: readonly DomainPattern[];
  readonly #ports: ReadonlySet<number>;
  readonly #always = new UrlPrefixes();
  readonly #resolver: NameResolver;

  /** Throws `OutboundRulesError`. */
  constructor(rules: OutboundRules = {}) {
    this.#private = new PrivateAccess(rules.allowPrivate ?? false);
    this.#allowed = parsePatterns('allowedDomains', rules.allowedDomains ?? []);
    this.#blocked = parsePatterns('blockedDomains', rules.blockedDomains ?? SENSITIVE_DOMAINS);
    this.#ports = new Set(rules.ports);
    this.#resolver = new NameResolver(rules.lookup);
  }

  /**
   * From now on addresses that begin so, such as `http://127.0.0.1:4040/sample/`, may be called whatever the rules say, and
   * nothing else on their host: where the program itself serves something, it knows only once it does. Throws
   * `OutboundRulesError`.
   */
  allowBelow(prefix: string): void {
    this.#always.add(prefix);
  }

  /** The address as it will be called. Looks no name up. Throws `OutboundRefusedError`. */
  checkUrl(given: string | URL, { anyDomain = false }: CheckOptions = {}): URL {
    const url = readUrl(given);
    if (this.#always.takes(url)) return url;
    const host = hostOf(url);
    this.#checkPort(host, url);
    if (isIP(host) === 0) this.#checkName(host);
    else this.#checkAddress(host, host);
    this.#checkDomain(host, anyDomain);
    return url;
  }

  /**
   * All addresses of a host, every one of them checked: a name with one address that is not public is refused. Throws
   * `OutboundRefusedError`, `OutboundFailedError` for a name that has none, `OutboundTimedOutError` after 2 s. Which addresses
   * on a host of `allowBelow` are meant only `checkUrl` can tell.
   */
  async resolve(host: string): Promise<readonly Address[]> {
    const name = host
      .replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, '')
      .toLowerCase();
    const isOpen = this.#always.takesHost(name);
    if (isIP(name) === 0 && !isOpen) this.#checkName(name);
    const addresses = isIP(name) === 0 ? await this.#resolver.resolve(name) : [name];
    return addresses.map((address) => this.#checkAddress(name, address, isOpen));
  }

  #checkPort(host: string, url: URL): void {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    if (this.#ports.size > 0 ? this.#ports.has(port) : !BAD_PORTS.has(port)) return;
    const why = this.#ports.size > 0 ? 'is not in the list of ports' : 'is not one of the web';
    throw new OutboundRefusedError('port', host, `${host} is refused at port ${port}, which ${why}.`);
  }

  #checkName(host: string): void {
    if (!isPrivateName(host) || this.#private.allowsLookup(host)) return;
    throw new OutboundRefusedError(
      'private-name',
      host,
      `${host} is refused: it is a name inside a network, not of a public site.`,
    );
  }

  #checkAddress(host: string, address: string, isOpen = false): Address {
    const ip = parseAddress(address);
    const kind = ip === undefined ? 'reserved' : kindOfAddress(ip);
    if (ip === undefined || (kind !== 'public' && !isOpen && !this.#private.allowsAddress(host, ip))) {
      const leads = host === address ? 'it is' : `it leads to ${address}, which is`;
      throw new OutboundRefusedError('private-address', host, `${host} is refused: ${leads} ${KIND_IN_WORDS[kind]}.`);
    }
    return { address: ip.toString(), family: isV6(ip) ? 6 : 4 };
  }

  #checkDomain(host: string, anyDomain: boolean): void {
    const matched = this.#blocked.find((pattern) => pattern.takes(host));
    if (matched !== undefined) {
      throw new OutboundRefusedError('blocked-domains', host, `Domain ${host} is blocked (matches ${matched.text})`);
    }
    if (anyDomain || this.#allowed.length === 0 || this.#allowed.some((pattern) => pattern.takes(host))) return;
    throw new OutboundRefusedError('allowed-domains', host, `Domain ${host} not in allowed list`);
  }
}
