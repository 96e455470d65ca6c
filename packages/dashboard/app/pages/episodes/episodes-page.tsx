import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/episodes')({ component: EpisodesPage });

function EpisodesPage() {
  return <Page title={text.episodes.title}>{null}</Page>;
}
