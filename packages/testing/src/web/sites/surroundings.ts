import { html, notFound, paths, type Site } from '../site.ts';

const LONG_BYTES = 5_000_000;
const PARAGRAPH = `<p>${'The lamp turns, and the sea answers. '.repeat(28)}</p>\n`;

/** Forms of every kind; what is sent comes back as text. */
export const account: Site = ({ method, url, body }) => {
  if (method === 'POST') {
    const fields = [...new URLSearchParams(body)].map(
      ([name, value]) => `<li>${name}: ${value.replaceAll('<', '')}</li>`,
    );
    return html(`Done: ${url.pathname}`, `<h1>Received</h1><ul>${fields.join('')}</ul>`);
  }
  if (url.pathname !== '/') return notFound();
  return html(
    'Your account',
    `<form method="post" action="/save">
      <label>Name <input name="name" value="Anna"></label>
      <label>Language <select name="language"><option value="en">English</option><option value="de">Deutsch</option></select></label>
      <label><input type="checkbox" name="news"> Newsletter</label>
      <label><input type="radio" name="size" value="s" checked> Small</label>
      <label><input type="radio" name="size" value="l"> Large</label>
      <label>About you <textarea name="about"></textarea></label>
      <button>Save</button>
    </form>
    <form method="post" action="/delete"><button>Delete account</button></form>
    <form method="post" action="/pay"><button>Pay now</button></form>
    <a href="/logout">Log out</a>`,
  );
};

/** New tabs, dialogs, and a page that does not want to be left. */
export const windows: Site = paths({
  '/tab': () => html('One tab', '<a href="/other" target="_blank">Open another tab</a>'),
  '/other': () => html('Another tab', '<h1>This is the other tab</h1>'),
  '/popups': () =>
    html('Popups', `<button onclick="for (let n = 0; n < 20; n++) open('/popups?n=' + n)">Show</button>`),
  '/dialogs': () =>
    html(
      'Dialogs',
      `<button onclick="document.title = 'Answered: ' + confirm('Really?')">Ask</button><script>alert('Welcome')</script>`,
    ),
  '/holds': () =>
    html(
      'Stay',
      `<input aria-label="Anything"><a href="/other">Leave</a>
      <script>addEventListener('beforeunload', (event) => event.preventDefault())</script>`,
    ),
});

/** Buttons in frames of the same and of another site, and in shadow trees. A click shows itself as the page's title. */
export const frames: Site = paths({
  '/': ({ place }) =>
    html(
      'Frames',
      `<iframe src="/inner?n=1" title="same"></iframe>
      <iframe src="${place.url('elsewhere', '/frame')}" title="other"></iframe>
      <script>addEventListener('message', ({ data }) => { document.title = data; })</script>`,
    ),
  '/inner': () => html('Inner', `<button onclick="top.postMessage('inner clicked', '*')">Inner button</button>`),
  '/shadow': () =>
    html(
      'Shadow',
      `<div id="open"></div><div id="closed"></div>
      <script>
        for (const mode of ['open', 'closed']) {
          const root = document.getElementById(mode).attachShadow({ mode });
          root.innerHTML = '<button>' + mode + ' button</button>';
          root.querySelector('button').addEventListener('click', () => { document.title = mode + ' clicked'; });
        }
      </script>`,
    ),
});

/** Public, and another site than the others: for links that lead away. */
export const elsewhere: Site = paths({
  '/': () => html('Elsewhere', '<h1>You are elsewhere</h1>'),
  '/frame': () => html('Frame', `<button onclick="top.postMessage('frame clicked', '*')">Frame button</button>`),
});

/** `/long` has 5 MB of text; `/scroll` grows whenever somebody comes to its end. */
export const endlessPages: Site = paths({
  '/long': () => html('Long', PARAGRAPH.repeat(Math.ceil(LONG_BYTES / PARAGRAPH.length))),
  '/scroll': () =>
    html(
      'Scroll',
      `<ol></ol>
      <script>
        const list = document.querySelector('ol');
        const grow = () => {
          for (let n = 0; n < 50; n++) list.insertAdjacentHTML('beforeend', '<li style="height: 40px">Entry ' + (list.children.length + 1) + '</li>');
        };
        grow();
        addEventListener('scroll', () => { if (scrollY + innerHeight > document.body.scrollHeight - 200) grow(); });
      </script>`,
    ),
});
