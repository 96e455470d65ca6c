import { attempts, type HostilePage } from './hostile-page.ts';
import { endless } from './sites/files.ts';

const MUST_NOT = 'hold up the agent for longer than a limit';

/** Pages that are too much of something. */
export const FLOOD_PAGES: readonly HostilePage[] = [
  floods('dialogs', () => attempts(`for (let n = 0; n < 20; n++) alert(n); confirm('x'); prompt('y')`)),
  floods('printing', () => attempts('print(); print()')),
  floods('windows', ({ url }) => attempts(`for (let n = 0; n < 12; n++) open('${url('elsewhere')}?n=' + n)`)),
  floods('downloads', () =>
    attempts(`for (let n = 0; n < 30; n++) {
      const link = Object.assign(document.createElement('a'), { href: 'data:audio/mpeg,x', download: n + '.mp3' });
      document.body.append(link);
      link.click();
    }`),
  ),
  floods('messages', () => attempts(`for (let n = 0; n < 1000; n++) console.log('x'.repeat(1000))`)),
  floods('elements', () => attempts(`document.body.insertAdjacentHTML('beforeend', '<b>x</b>'.repeat(30000))`)),
  floods('depth', () => attempts(`document.body.insertAdjacentHTML('beforeend', '<div>'.repeat(500) + 'deep')`)),
  floods('one-long-line', () => attempts(`document.body.append('x'.repeat(1000000))`)),
  floods('a-long-title', () => attempts(`document.title = 'x'.repeat(1000000)`)),
  floods('links', () => attempts(`document.body.insertAdjacentHTML('beforeend', '<a href="/y">y</a>'.repeat(5000))`)),
  floods('frames', () => '<iframe srcdoc="<p>frame</p>"></iframe>'.repeat(60)),
  {
    ...floods('work', () => '<p>Working</p><script>addEventListener("load", () => { for (;;); })</script>'),
    settles: false,
  },
  {
    ...floods('a-body-without-end', () => ({
      headers: { 'content-type': 'text/html' },
      body: endless(`<p>${'More. '.repeat(1000)}</p>`),
    })),
    settles: false,
  },
  {
    ...floods(
      'a-picture-that-never-comes',
      ({ url }) => `<p>Text</p><img src="${url('slow', '/answer/never')}" alt="">`,
    ),
    settles: false,
  },
  {
    name: 'runs-away-from-clicks',
    mustNot: MUST_NOT,
    content: () => `<button style="position: absolute">Play</button>
      <script>
        const button = document.querySelector('button');
        const run = () => { button.style.left = 300 * Math.random() + 'px'; requestAnimationFrame(run); };
        run();
      </script>`,
  },
  {
    name: 'swallows-clicks',
    mustNot: MUST_NOT,
    content: () => '<button>Play</button><div style="position: fixed; inset: 0; z-index: 9"></div>',
  },
];

function floods(name: string, content: HostilePage['content']): HostilePage {
  return { name: `floods-by-${name}`, mustNot: MUST_NOT, content };
}
