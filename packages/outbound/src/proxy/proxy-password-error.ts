import { TelltaleError } from '@telltale/core';

/** Some other program of this machine tried to use the proxy of a browser. */
export class ProxyPasswordError extends TelltaleError {
  override readonly name = 'ProxyPasswordError';
  constructor() {
    super('This proxy serves one browser, which knows its password.', {
      code: 'proxy_password',
      hint: 'Connect without it.',
    });
  }
}
