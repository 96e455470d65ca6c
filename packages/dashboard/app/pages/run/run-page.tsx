import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/runs/$runId')({ component: RunPage });

function RunPage() {
  return <Page title={text.run.title}>{null}</Page>;
}
