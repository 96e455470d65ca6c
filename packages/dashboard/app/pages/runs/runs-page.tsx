import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/')({ component: RunsPage });

function RunsPage() {
  return <Page title={text.runs.title}>{null}</Page>;
}
