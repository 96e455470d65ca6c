import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/workers')({ component: WorkersPage });

function WorkersPage() {
  return <Page title={text.workers.title}>{null}</Page>;
}
