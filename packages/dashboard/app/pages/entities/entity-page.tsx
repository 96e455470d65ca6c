import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/entities/$entityId')({ component: EntityPage });

function EntityPage() {
  return <Page title={text.entities.title}>{null}</Page>;
}
