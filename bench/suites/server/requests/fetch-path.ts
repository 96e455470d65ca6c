import { type Agent, get } from 'node:http';

/** Makes a request and reads the answer to its end. Fails unless it is a success. */
export function fetchPath(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} was answered with ${response.statusCode}`));
      });
    });
    request.once('error', reject);
  });
}
