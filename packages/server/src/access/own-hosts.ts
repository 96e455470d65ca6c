import { isIP } from 'node:net';
import { hostname as machineName } from 'node:os';
import { InvalidAllowedHostError } from './errors.ts';
import { type Host, isLoopback, parseHost } from './host.ts';
import type { Reach } from './reach.ts';

/**
 * Which hosts a server answers for. A page of elsewhere can have its own name point to this machine (DNS rebinding): its
 * requests then come here with that name, which is none of these. An address in place of a name cannot be made to point
 * elsewhere. The port says nothing: a browser that names another one came through a forwarded port.
 */
export class OwnHosts {
  readonly #allowed: readonly Host[];
  readonly #isOpen: boolean;

  /** Throws `InvalidAllowedHostError`. */
  constructor({ hostname, allowedHosts = [] }: Pick<Reach, 'hostname' | 'allowedHosts'>) {
    this.#isOpen = !isLoopback(hostname);
    const named = this.#isOpen ? [hostname, machineName()].map(parseHost) : [];
    this.#allowed = [...named.filter((host) => host !== null), ...allowedHosts.map(allowedHost)];
  }

  has({ name, port }: Host): boolean {
    if (isLoopback(name) || (this.#isOpen && isIP(name) !== 0)) return true;
    return this.#allowed.some((own) => own.name === name && (own.port === null || own.port === port));
  }
}

function allowedHost(text: string): Host {
  const host = parseHost(text);
  if (host === null) throw new InvalidAllowedHostError(text);
  return host;
}
