import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { TestingError, type TestingErrorCode } from '../testing-error.ts';
import type { AcquiredDatabase, AcquireRequest, ReleaseReport, ReleaseRequest } from './database-broker.ts';

interface Calls {
  readonly acquire: { readonly request: AcquireRequest; readonly result: AcquiredDatabase };
  readonly release: { readonly request: ReleaseRequest; readonly result: ReleaseReport };
}

/** Asks the broker of the test run. A refusal is a TestingError with the broker's own sentence. */
export async function callBroker<Name extends keyof Calls>(
  socketPath: string,
  name: Name,
  body: Calls[Name]['request'],
): Promise<Calls[Name]['result']> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ socketPath, path: `/${name}`, method: 'POST', agent: false }, resolve);
    call.once('error', reject);
    call.end(JSON.stringify(body));
  });
  const result = await json(response);
  if (response.statusCode === 200) return result as Calls[Name]['result'];
  const { message, code } = result as { message: string; code: TestingErrorCode };
  throw new TestingError(message, { code });
}
