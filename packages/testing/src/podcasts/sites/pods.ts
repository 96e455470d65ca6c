import { html, paths, type Site } from '../../web/site.ts';
import { EPISODES } from '../episodes.ts';
import { SHOW } from '../feeds.ts';

/** An app for listening. It plays to its members alone, but knows what there is, and who published it. */
export const pods: Site = paths({
  '/show/harbour-lights/episode/4': ({ place }) => {
    const { key, title, publishedAt, description } = EPISODES.aggregator;
    const about = {
      '@context': 'https://schema.org',
      '@type': 'PodcastEpisode',
      name: title,
      datePublished: publishedAt,
      partOfSeries: { '@type': 'PodcastSeries', name: SHOW.title },
    };
    return html(
      `${title} | Pods`,
      `<h1>${title}</h1><p>${SHOW.title}</p><p>${description}</p>
      <a href="${place.url('harbour', `/${key}`)}">Website</a> <a href="/login">Log in to listen</a>`,
      {
        head: `<meta property="og:type" content="music.song"><meta property="og:site_name" content="Pods">
          <meta property="og:title" content="${title}"><meta property="og:description" content="${description}">
          <script type="application/ld+json">${JSON.stringify(about)}</script>`,
      },
    );
  },
});
