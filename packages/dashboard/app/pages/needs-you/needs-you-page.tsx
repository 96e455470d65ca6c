import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/needs-you')({ component: NeedsYouPage });

function NeedsYouPage() {
  return <Page title={text.needsYou.title}>{null}</Page>;
}
