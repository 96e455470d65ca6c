import { TelltaleError } from '@telltale/core';

/** Another program listens there already. */
export class PortInUseError extends TelltaleError {
  override readonly name = 'PortInUseError';
  constructor(hostname: string, port: number, cause: unknown) {
    super(`Port ${port} of ${hostname} is in use by another program.`, {
      code: 'port_in_use',
      hint: 'Give another one with --port. It may be a Telltale that runs already: look at its address in a browser.',
      details: { hostname, port },
      cause,
    });
  }
}

/** This machine has no such address, or this user may not listen there. */
export class AddressUnavailableError extends TelltaleError {
  override readonly name = 'AddressUnavailableError';
  constructor(hostname: string, port: number, { isForbidden, cause }: { isForbidden: boolean; cause: Error }) {
    const reason = isForbidden ? 'this user may not use that port' : cause.message;
    super(`The server cannot listen on port ${port} of ${hostname}: ${reason}.`, {
      code: 'address_unavailable',
      hint: isForbidden
        ? 'Give a port of 1024 or above with --port.'
        : 'Give an address that this machine has with --host: 127.0.0.1 for this machine alone, 0.0.0.0 for all others.',
      details: { hostname, port },
      cause,
    });
  }
}
