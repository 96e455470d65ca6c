import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/search')({ component: SearchPage });

function SearchPage() {
  return <Page title={text.search.title}>{null}</Page>;
}
