/** What fetch cannot do: it tells how much of a body was sent. For requests whose body is a file, to this server. */
export function fetchWithProgress(tell: (sentBytes: number) => void): typeof globalThis.fetch {
  return (input, { method = 'GET', headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, input instanceof Request ? input.url : input);
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => tell(loaded);
      request.onload = () => resolve(answerOf(request));
      request.onerror = () => reject(new TypeError('the network failed'));
      request.onabort = () => reject(signal?.reason);
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => request.abort(), { once: true });
      request.send(body instanceof Blob ? body : null);
    });
}

function answerOf(request: XMLHttpRequest): Response {
  const { status, statusText, responseText } = request;
  const type = request.getResponseHeader('content-type');
  return new Response(status === 204 || status === 304 ? null : responseText, {
    ...{ status, statusText },
    headers: type === null ? {} : { 'content-type': type },
  });
}
