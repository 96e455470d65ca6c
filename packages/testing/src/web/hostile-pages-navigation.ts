import { attempts, type HostilePage, type HostilePlace } from './hostile-page.ts';
import { redirect } from './site.ts';

/** Pages that lead to where nobody may go, or never let anybody arrive. */
export const NAVIGATION_PAGES: readonly HostilePage[] = [
  leads('refresh', (at) => `<meta http-equiv="refresh" content="0; url=${at.inside[0]}">`),
  leads('script', (at) => `<script>location.replace('${at.inside[1]}')</script>`),
  leads('name', (at) => `<script>location.href = '${at.inside[2]}'</script>`),
  leads('odd-spelling', (at) => `<script>location.href = 'http://0177.0.0.1:${at.port}${at.trap}'</script>`),
  leads('redirect', (at) => redirect(at.inside[0])),
  leads('permanent-redirect', (at) => redirect(at.inside[0], 308)),
  leads('redirect-to-a-name', (at) => redirect(at.inside[2] ?? at.inside[0])),
  leads('two-redirects', (at) => redirect(at.url('redirects', `/to?url=${encodeURIComponent(at.inside[0])}`))),
  leads('refresh-header', (at) => ({
    headers: { 'content-type': 'text/html', refresh: `0; url=${at.inside[0]}` },
    body: '<h1>Wait</h1>',
  })),
  leads('opener', (at) => `<script>open('about:blank').location = '${at.inside[0]}'</script>`),
  leads('frame-of-all', (at) => `<iframe srcdoc="<script>top.location = '${at.inside[0]}'</script>"></iframe>`),
  {
    name: 'leads-to-a-file',
    mustNot: 'show a file of this machine',
    settles: false,
    content: () => `<a href="file:///etc/passwd">Read</a><script>location.href = 'file:///etc/passwd'</script>`,
    absent: ['root:x:0:0'],
  },
  {
    name: 'redirects-to-a-file',
    mustNot: 'show a file of this machine',
    settles: false,
    content: () => redirect('file:///etc/passwd'),
    absent: ['root:x:0:0'],
  },
  {
    name: 'frames-a-file',
    mustNot: 'show a file of this machine',
    content: () => '<h1>A file</h1><iframe src="file:///etc/passwd"></iframe><embed src="file:///etc/hostname">',
    absent: ['root:x:0:0'],
  },
  {
    name: 'opens-settings',
    mustNot: 'open a page of the browser itself',
    content: () =>
      attempts(
        `open('chrome://version'); open('chrome://settings'); open('view-source:' + location); open('devtools://x')`,
      ),
    absent: ['Command Line'],
  },
  {
    name: 'redirects-for-ever',
    mustNot: 'keep the agent waiting',
    settles: false,
    content: () => redirect('/redirects-for-ever'),
  },
  {
    name: 'reloads-for-ever',
    mustNot: 'keep the agent waiting',
    settles: false,
    content: () => '<h1>Again</h1><script>location.reload()</script>',
  },
  {
    name: 'moves-on-for-ever',
    mustNot: 'use up memory by entries of the history, or hold the page',
    content: () => attempts(`for (let n = 0; n < 500; n++) history.pushState(null, '', '#' + n)`),
    present: ['Page moves-on-for-ever'],
  },
  {
    name: 'does-not-let-go',
    mustNot: 'stop the agent from leaving',
    content: () =>
      `<input><script>addEventListener('beforeunload', (event) => { event.preventDefault(); return 'Stay'; })</script>`,
  },
];

function leads(name: string, content: (at: HostilePlace) => ReturnType<HostilePage['content']>): HostilePage {
  return { name: `leads-inside-by-${name}`, mustNot: 'go to a private address', settles: false, content };
}
