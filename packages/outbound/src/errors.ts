import { formatDuration, TelltaleError } from '@telltale/core';

/** Which rule refused something. */
export type OutboundRule =
  | 'url'
  | 'scheme'
  | 'port'
  | 'private-name'
  | 'private-address'
  | 'allowed-domains'
  | 'blocked-domains'
  | 'downgrade'
  | 'url-budget';

const HINTS: Readonly<Record<OutboundRule, string>> = {
  url: 'Give a whole address like https://example.com/page.',
  scheme: 'Give an address that begins with https:// or http://.',
  port: 'Use the usual port of the site, or let the operator list this one under "ports".',
  'private-name': 'If it is meant to be reached, let the operator list the name under "allowPrivate".',
  'private-address':
    'If it is meant to be reached, let the operator list it under "allowPrivate": a name, an address, or a range like 10.0.0.0/8.',
  'allowed-domains': 'Use a site that is in the list, or let the operator add this one to "allowedDomains".',
  'blocked-domains': 'Use another site, or let the operator take this one out of "blockedDomains".',
  downgrade: 'Give the http address itself, if the content need not be safe from changes on its way.',
  'url-budget': 'Work with the pages that were opened, or let the operator raise the limit.',
};

/** Something may not be fetched. Nothing was sent to it. */
export class OutboundRefusedError extends TelltaleError {
  override readonly name = 'OutboundRefusedError';
  readonly rule: OutboundRule;
  /** What was asked for, without user, path or query; empty if the address could not be read. */
  readonly host: string;
  constructor(rule: OutboundRule, host: string, message: string) {
    super(message, { code: 'outbound_refused', hint: HINTS[rule], details: { rule, host } });
    this.rule = rule;
    this.host = host;
  }
}

/** The rules themselves cannot be used. */
export class OutboundRulesError extends TelltaleError {
  override readonly name = 'OutboundRulesError';
  constructor(message: string, hint: string) {
    super(message, { code: 'outbound_rules_invalid', hint });
  }
}

/** An answer was larger, or led further, than it may. */
export class OutboundLimitError extends TelltaleError {
  override readonly name = 'OutboundLimitError';
  constructor(host: string, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, { code: 'outbound_limit', details: { host }, ...options });
  }
}

/** A site, or the search for it, took too long. */
export class OutboundTimedOutError extends TelltaleError {
  override readonly name = 'OutboundTimedOutError';
  constructor(host: string, problem: string, timeoutMs: number) {
    super(`${problem} within ${formatDuration(timeoutMs)}.`, {
      code: 'timed_out',
      hint: 'Try again later; if the site is slow, allow it more time.',
      retryable: true,
      details: { host, timeoutMs },
    });
  }
}

/** A site could not be reached, or broke off. */
export class OutboundFailedError extends TelltaleError {
  override readonly name = 'OutboundFailedError';
  constructor(host: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, {
      code: 'outbound_failed',
      hint: 'Check the address, and that this machine has a connection; try again later.',
      retryable: true,
      details: { host },
      ...options,
    });
  }
}
