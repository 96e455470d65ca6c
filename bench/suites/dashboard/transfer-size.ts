import { get } from 'node:http';

/** How many bytes of body a server sends for an address to a client that takes this encoding and no other. */
export async function transferSize(url: string, encoding: 'gzip' | 'br'): Promise<number> {
  return await new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    }).on('error', reject);
  });
}
