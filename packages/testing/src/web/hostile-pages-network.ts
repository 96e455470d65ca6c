import { attempts, attemptsEach, type HostilePage, type HostilePlace } from './hostile-page.ts';

const MUST_NOT = 'ask a private address for anything';
const METADATA = ['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/latest/meta-data/'];

/** Pages that ask private addresses, one for each way in which a page can ask. */
export const NETWORK_PAGES: readonly HostilePage[] = [
  asks('fetch', (at) => attemptsEach(at.inside, `await fetch(url, { mode: 'no-cors' })`)),
  asks('fetch-post', (at) =>
    attemptsEach(at.inside, `await fetch(url, { method: 'POST', mode: 'no-cors', body: document.cookie })`),
  ),
  asksAndLeaves(
    'fetch-on-leaving',
    (at) => `<script>
      addEventListener('pagehide', () => fetch('${at.inside[0]}', { mode: 'no-cors', keepalive: true }));
      addEventListener('load', () => { location.href = '${at.url('elsewhere')}'; });
    </script>`,
  ),
  asks('xml-http-request', (at) =>
    attemptsEach(
      at.inside,
      `await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onloadend = resolve;
        request.open('GET', url);
        request.send();
      })`,
    ),
  ),
  asks('beacon', (at) => attemptsEach(at.inside, 'navigator.sendBeacon(url)')),
  asks('web-socket', (at) => attemptsEach(at.inside.map(toWebSocket), untilClosed('WebSocket'))),
  asks('event-source', (at) => attemptsEach(at.inside, untilClosed('EventSource'))),
  asks('image', (at) => each(at, (url) => `<img src="${url}" alt="">`)),
  asks('image-set', (at) => each(at, (url) => `<img srcset="${url} 1x, ${url}?2 2x" alt="">`)),
  asks('svg-image', (at) => `<svg>${each(at, (url) => `<image href="${url}"/>`)}</svg>`),
  asks('background', (at) => each(at, (url) => `<div style="height: 9px; background: url('${url}')"></div>`)),
  asks('style-sheet', (at) => each(at, (url) => `<link rel="stylesheet" href="${url}">`)),
  asks('style-import', (at) => `<style>${each(at, (url) => `@import url('${url}');`)}</style>`),
  asks(
    'font',
    (at) => `<style>@font-face { font-family: f; src: url('${at.inside[0]}') }</style>
      ${attempts(`await document.fonts.load('1em f')`)}`,
  ),
  asks('script', (at) => each(at, (url) => `<script src="${url}"></script>`)),
  asks('module', (at) => attemptsEach(at.inside, 'await import(url)')),
  asks('worker', (at) => attemptsEach(at.inside, worker(`await fetch(url, { mode: 'no-cors' })`))),
  asks('worker-import', (at) => attemptsEach(at.inside, worker('importScripts(url)'))),
  asks('frame', (at) => each(at, (url) => `<iframe src="${url}"></iframe>`)),
  asks('frame-with-own-document', (at) => frameThatFetches(at, 'srcdoc="')),
  asks('frame-of-data', (at) => frameThatFetches(at, 'src="data:text/html,')),
  asks('frame-that-is-redirected', (at) => each(at, (url) => `<iframe src="${redirectTo(at, url)}"></iframe>`)),
  asks('image-that-is-redirected', (at) => each(at, (url) => `<img src="${redirectTo(at, url)}" alt="">`)),
  asks('fetch-that-is-redirected', (at) =>
    attemptsEach(
      at.inside.map((url) => redirectTo(at, url, 307)),
      `await fetch(url, { mode: 'no-cors', method: 'POST', body: 'x' })`,
    ),
  ),
  asks('object', (at) => each(at, (url) => `<object data="${url}"></object><embed src="${url}">`)),
  asks('media', (at) => each(at, (url) => `<video src="${url}" poster="${url}?poster"></video>`)),
  asks('audio', (at) => each(at, (url) => `<audio src="${url}" preload="auto"></audio>`)),
  asks('subtitles', (at) =>
    attempts(`const video = document.createElement('video');
      const track = document.createElement('track');
      Object.assign(video, { crossOrigin: 'anonymous' }).append(Object.assign(track, { src: '${at.inside[0]}' }));
      document.body.append(video);
      track.track.mode = 'hidden';
      await new Promise((resolve) => { track.onload = track.onerror = resolve; })`),
  ),
  asks('prefetch', (at) => attempts(link(`{ rel: 'prefetch', href: '${at.inside[0]}' }`))),
  asks('preload', (at) => attempts(link(`{ rel: 'preload', as: 'image', href: '${at.inside[0]}' }`))),
  asksAndLeaves(
    'speculation-rules',
    ({ inside }) => `<script type="speculationrules">
      ${JSON.stringify({ prefetch: [{ urls: inside, eagerness: 'immediate' }] })}
    </script>`,
  ),
  asks('base', (at) => `<base href="http://127.0.0.1:${at.port}/"><img src="${at.trap.slice(1)}" alt="">`),
  asksAndLeaves(
    'form',
    (at) => `<form method="post" action="${at.inside[0]}"><input name="a" value="b"></form>
      <script>addEventListener('load', () => document.querySelector('form').submit());</script>`,
  ),
  asks(
    'form-in-a-frame',
    (at) => `<iframe name="inner"></iframe>
      <form method="post" action="${at.inside[0]}" target="inner"><input name="a" value="b"></form>
      ${attempts(`const loaded = new Promise((resolve) => { document.querySelector('iframe').onload = resolve; });
        document.querySelector('form').submit();
        // A frame that is refused never loads.
        await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 300))])`)}`,
  ),
  asks('window', (at) => attemptsEach(at.inside, 'open(url)')),
  // Asks a port for datagrams, which no proxy for HTTP sees.
  asksAndLeaves('peer-connection', (at) =>
    attempts(`const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${at.datagramPort}' }] });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer())`),
  ),
  {
    name: 'asks-for-credentials',
    mustNot: 'ask the addresses where clouds keep their credentials',
    settles: false,
    content: () => attemptsEach(METADATA, `await fetch(url, { mode: 'no-cors' })`),
  },
];

function asks(name: string, content: (at: HostilePlace) => string): HostilePage {
  return { name: `asks-by-${name}`, mustNot: MUST_NOT, content };
}

/** The same, of a page that does not stay to tell when it has settled, or that can't know. */
function asksAndLeaves(name: string, content: (at: HostilePlace) => string): HostilePage {
  return { ...asks(name, content), settles: false };
}

function each({ inside }: HostilePlace, element: (url: string) => string): string {
  return inside.map(element).join('\n');
}

function redirectTo(at: HostilePlace, url: string, status = 302): string {
  return at.url('redirects', `/to?status=${status}&url=${encodeURIComponent(url)}`);
}

function toWebSocket(url: string): string {
  return url.replace('http:', 'ws:');
}

/** The body of a function of `url` that opens a connection and waits for the end of it. */
function untilClosed(kind: 'WebSocket' | 'EventSource'): string {
  return `await new Promise((resolve) => {
    const connection = new ${kind}(url);
    connection.onopen = connection.onerror = () => { connection.close(); resolve(); };
  })`;
}

/** The body of a function of `url` that has a worker run `script`, and waits for it. */
function worker(script: string): string {
  const code = `(async () => { try { ${script} } finally { postMessage(0); } })()`;
  return `await new Promise((resolve) => {
    const source = 'const url = ' + JSON.stringify(url) + ';' + ${JSON.stringify(code)};
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    worker.onmessage = worker.onerror = resolve;
  })`;
}

/** The body of a function that adds a `<link>` and waits until it is loaded or has failed. */
function link(properties: string): string {
  return `const link = Object.assign(document.createElement('link'), ${properties});
    const loaded = new Promise((resolve) => { link.onload = link.onerror = resolve; });
    document.head.append(link);
    await loaded`;
}

/** A frame whose document is in its attribute, which is given as far as the document begins. */
function frameThatFetches({ inside }: HostilePlace, attribute: string): string {
  const script = `fetch('${inside[0]}', { mode: 'no-cors' }).finally(() => parent.postMessage(0, '*'))`;
  return `${attempts(`await new Promise((resolve) => addEventListener('message', resolve))`)}
    <iframe ${attribute}<script>${script}</script>"></iframe>`;
}
