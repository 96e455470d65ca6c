import { stripVTControlCharacters } from 'node:util';
import { TelltaleError } from '@telltale/core';
import { stopKindOf } from '@telltale/engine';
import { quotePage } from '../content/quote.ts';
import { PageActionError, PageTimeoutError } from './errors.ts';

/** The words for what browsers say of a page that they could not load. */
const NETWORK: readonly (readonly [RegExp, string])[] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_TUNNEL_CONNECTION_FAILED/, 'there is no site of this name, or it cannot be reached'],
  [
    /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_CONNECTION_CLOSED|ERR_EMPTY_RESPONSE|ERR_PROXY/,
    'the site does not answer',
  ],
  [/ERR_CONNECTION_TIMED_OUT|ERR_TIMED_OUT/, 'the site did not answer in time'],
  [/ERR_TOO_MANY_REDIRECTS/, 'the site redirects in circles'],
  [/ERR_CERT_|ERR_SSL_/, 'the site has no valid certificate'],
  [/ERR_UNSAFE_PORT/, 'this port is not one of the web'],
  [
    /ERR_INVALID_URL|Cannot navigate to invalid URL/,
    'this is not an address; it has to begin with https:// or http://',
  ],
  [/ERR_ABORTED/, 'the page did not open: it is a file to download, or something else was opened meanwhile'],
  [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/, 'this machine has no connection to the network'],
];

const GONE =
  /Target (?:page, context or browser has been )?closed|has been closed|Target crashed|Page crashed|frame was detached/i;

const LISTED = 5;
const ELEMENT_CHARACTERS = 100;

export interface PageWork {
  /** What was done, as the beginning of a sentence: `click 'text=More'`. */
  readonly what: string;
  /** Its time limit, in ms. */
  readonly limitMs: number;
}

/**
 * What Playwright threw, in words that help an agent to do something else. Errors of ours, and a stop of the engine, are given
 * back as they are.
 */
export function pageProblem(error: unknown, { what, limitMs }: PageWork): Error {
  if (error instanceof TelltaleError || !(error instanceof Error) || stopKindOf(error) !== null) return error as Error;
  const told = stripVTControlCharacters(error.message);
  if (error.name === 'TimeoutError')
    return new PageTimeoutError(what, limitMs, reasonOfTimeout(told), { cause: error });
  return new PageActionError(`${what} failed: ${reasonOfFailure(told)}.`, { cause: error });
}

/** From the last words of Playwright's log: what it was still waiting for. */
function reasonOfTimeout(told: string): string {
  const covers = [...told.matchAll(/(<[^\n]*>)(?: from (<[^\n]*>) subtree)? intercepts pointer events/g)].at(-1);
  const states: readonly (readonly [string, number])[] = [
    [`it is covered by ${element(covers?.[2] ?? covers?.[1] ?? '')}`, covers?.index ?? -1],
    ['it is hidden', told.lastIndexOf('element is not visible')],
    ['it is disabled', told.lastIndexOf('element is not enabled')],
    ['it is read-only', told.lastIndexOf('element is not editable')],
    ['it keeps moving', told.lastIndexOf('element is not stable')],
    ['it is outside of the window', told.lastIndexOf('element is outside of the viewport')],
    ['it has no such option', told.lastIndexOf('did not find some options')],
  ];
  const [reason, index] = states.reduce((last, state) => (state[1] > last[1] ? state : last));
  if (index >= 0) return reason;
  if (/waiting for navigation|navigating to/.test(told)) return 'the page did not open in this time';
  if (!/resolved to/.test(told) && /waiting for (?:locator|getBy|frame)/.test(told)) return 'nothing matched';
  return 'the page was not ready';
}

function reasonOfFailure(told: string): string {
  const several = /strict mode violation: [^\n]* resolved to (\d+) elements:\n([\s\S]*)/.exec(told);
  if (several !== null) return tooMany(Number(several[1]), several[2] ?? '');
  const network = NETWORK.find(([pattern]) => pattern.test(told));
  if (network !== undefined) return network[1];
  if (GONE.test(told)) return 'the page was closed or has crashed; open one with navigate';
  const [first = ''] = told.replace(/^[a-zA-Z]+\.[a-zA-Z$]+: (?:Error: )?/, '').split('\n');
  const reason = quotePage(first, 300).replace(/\.$/, '');
  return reason === '' ? 'the browser did not say why' : reason;
}

function tooMany(count: number, listing: string): string {
  const elements = [...listing.matchAll(/^\s*\d+\) (<.*?>(?:.*?<\/[\w-]+>)?)(?: aka |$)/gm)].map(([, html = '']) =>
    element(html),
  );
  const more = count > LISTED ? ', …' : '';
  return `${count} elements match, and it has to be one: ${elements.slice(0, LISTED).join(', ')}${more}; say which, such as by a selector of page_content (controls), or add >> nth=0 to a selector`;
}

function element(html: string): string {
  return quotePage(html.replaceAll(/ style="[^"]*"/g, ''), ELEMENT_CHARACTERS);
}
