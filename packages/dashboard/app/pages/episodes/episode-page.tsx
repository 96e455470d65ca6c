import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/episodes/$episodeId')({ component: EpisodePage });

function EpisodePage() {
  return <Page title={text.episodes.title}>{null}</Page>;
}
