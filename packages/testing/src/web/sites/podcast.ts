import { mp3 } from '../audio.ts';
import { html, paths, type Site, type SiteAnswer } from '../site.ts';
import { withRanges } from './files.ts';

const FEED = (url: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Nachtfunk</title><item><title>Folge 12</title><enclosure url="${url}" length="4017" type="audio/mpeg"/></item></channel></rss>`;

const ARTICLE = `
  <h1>Nachtfunk, Folge 12: Wie klingt ein Leuchtturm?</h1>
  <p>Drei Wächter erzählen von Nebelhörnern, Stürmen und langen Wintern.</p>`;

/** A podcast in German. On `/works` a button leads to the episode; on `/stuck` none can be clicked, each for its reason. */
export const podcast: Site = paths({
  '/': () =>
    page(`<ul>
      <li><a href="/works">Folge 12</a></li>
      <li><a href="/stuck">Folge 13</a></li>
      <li><a href="/tags">Folge 14</a></li></ul>`),
  '/works': () =>
    page(`${ARTICLE}
      <button onclick="document.getElementById('more').hidden = false">Mehr Informationen</button>
      <div id="more" hidden><a href="/audio/folge-12.mp3" download>Folge herunterladen</a></div>`),
  '/stuck': () =>
    page(`${ARTICLE}
      <button style="display: none">Mehr Informationen</button>
      <div style="position: relative; width: 200px">
        <button>⋮</button>
        <div id="overlay" style="position: absolute; inset: 0; background: #eeec"></div>
      </div>
      <button disabled>Information</button>`),
  // Every place where a page names its audio.
  '/tags': ({ place }) =>
    html(
      'Folge 14',
      `${ARTICLE}
      <audio src="/audio/of-audio.mp3"></audio>
      <audio><source src="/audio/of-source.ogg" type="audio/ogg"></audio>
      <a href="/audio/of-anchor.mp3">Anhören</a>
      <div data-src="/audio/of-data-src.mp3" data-url="/audio/of-data-url.mp3" data-audio="/audio/of-data-audio.mp3"></div>
      <script type="application/ld+json">${JSON.stringify({ '@type': 'AudioObject', contentUrl: place.url('podcast', '/audio/of-json-ld.mp3') })}</script>`,
      {
        language: 'de',
        head: `<meta property="og:audio" content="${place.url('podcast', '/audio/of-meta.mp3')}">
          <link rel="alternate" type="application/rss+xml" href="/feed.xml">`,
      },
    ),
  '/feed.xml': ({ place }) => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: FEED(place.url('podcast', '/audio/folge-12.mp3')),
  }),
  '/audio/folge-12.mp3': (visit) => withRanges(visit, mp3(), { 'content-type': 'audio/mpeg' }),
});

function page(body: string): SiteAnswer {
  return html('Nachtfunk', body, { language: 'de' });
}
