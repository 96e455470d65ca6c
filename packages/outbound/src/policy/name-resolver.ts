import { lookup as systemLookup } from 'node:dns/promises';
import { OutboundFailedError, OutboundTimedOutError } from '../errors.ts';
import type { Lookup } from '../rules/outbound-rules.ts';

const TIMEOUT_MS = 2000;
/** A page asks for the same few names again and again; the system does not say how long an answer is good. */
const KEEP_MS = 30_000;
const MAX_NAMES = 1024;
/**
 * The system looks up two names at a time for the whole process (half of libuv's four threads). If a page asks for a thousand
 * that hang, they have to wait here, for there they would keep everybody else's waiting.
 */
const MAX_UNDER_WAY = 2;

interface Answer {
  readonly addresses: Promise<readonly string[]>;
  readonly until: number;
}

/** Looks up names, a few at a time, and remembers the answers for 30 s. */
export class NameResolver {
  readonly #lookup: Lookup;
  readonly #answers = new Map<string, Answer>();
  /** Those that wait for their turn, the first to come first. */
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(lookup: Lookup = lookUpAll) {
    this.#lookup = lookup;
  }

  /** At least one address. Throws `OutboundFailedError`, and `OutboundTimedOutError` after 2 s. */
  async resolve(host: string): Promise<readonly string[]> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new OutboundTimedOutError(host, `The address of ${host} was not found`, TIMEOUT_MS)),
      TIMEOUT_MS,
    );
    try {
      return await Promise.race([this.#ask(host), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One lookup at a time for each name: one that hangs holds a thread of the process until the system gives up. */
  #ask(host: string): Promise<readonly string[]> {
    const kept = this.#answers.get(host);
    if (kept !== undefined && performance.now() < kept.until) return kept.addresses;
    const addresses = this.#inTurn(host);
    this.#answers.delete(host);
    this.#answers.set(host, { addresses, until: performance.now() + KEEP_MS });
    if (this.#answers.size > MAX_NAMES) this.#forgetOldest();
    addresses.catch(() => {
      if (this.#answers.get(host)?.addresses === addresses) this.#answers.delete(host);
    });
    return addresses;
  }

  async #inTurn(host: string): Promise<readonly string[]> {
    const tooLate = performance.now() + TIMEOUT_MS;
    // Whoever is done leaves its place to the next.
    if (this.#underWay < MAX_UNDER_WAY) this.#underWay += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (performance.now() >= tooLate) throw notFound(host); // Whoever asked has given up.
      return await lookUp(this.#lookup, host);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }

  #forgetOldest(): void {
    for (const host of this.#answers.keys()) {
      this.#answers.delete(host);
      return;
    }
  }
}

async function lookUp(lookup: Lookup, host: string): Promise<readonly string[]> {
  const addresses = await lookup(host).catch((error: unknown) => Promise.reject(notFound(host, error)));
  if (addresses.length === 0) throw notFound(host);
  return addresses;
}

function notFound(host: string, cause?: unknown): OutboundFailedError {
  return new OutboundFailedError(host, `The address of ${host} was not found.`, { cause });
}

async function lookUpAll(host: string): Promise<readonly string[]> {
  return (await systemLookup(host, { all: true })).map(({ address }) => address);
}
