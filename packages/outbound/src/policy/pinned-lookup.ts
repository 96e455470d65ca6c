import type { LookupFunction } from 'node:net';
import type { Address } from '../address/address.ts';

/** A lookup for `net.connect` that knows one answer: the connection goes to what was checked, whatever the name says by now. */
export function pinnedLookup(addresses: readonly Address[]): LookupFunction {
  return (_hostname, options, callback) => {
    const fit = addresses.filter(({ family }) => !options.family || options.family === family);
    const [first] = fit;
    if (first === undefined)
      callback(Object.assign(new Error('No address of this kind.'), { code: 'ENOTFOUND' }), '', 0);
    else if (options.all) callback(null, [...fit]);
    else callback(null, first.address, first.family);
  };
}
