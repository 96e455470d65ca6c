import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSampleShow } from '@telltale/episode';

/** The sample show on this machine, until the end of an `await using` block. */
export interface ServedSample extends AsyncDisposable {
  /** The pages of its episodes, the first one first. */
  readonly pages: readonly string[];
}

export async function serveSample(): Promise<ServedSample> {
  const { files } = await openSampleShow();
  let origin = '';
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    file.read(origin).then(
      (bytes) => response.writeHead(200, { 'content-type': file.contentType }).end(bytes),
      (error: unknown) => response.destroy(error as Error),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pages: [...files.keys()].filter((path) => /\/\d[^/]*\.html$/.test(path)).map((path) => `${origin}${path}`),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
