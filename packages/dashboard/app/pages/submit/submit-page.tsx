import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/submit')({ component: SubmitPage });

function SubmitPage() {
  return <Page title={text.submit.title}>{null}</Page>;
}
