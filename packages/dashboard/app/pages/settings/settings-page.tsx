import { createLazyRoute } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';

export const route = createLazyRoute('/settings')({ component: SettingsPage });

function SettingsPage() {
  return <Page title={text.settings.title}>{null}</Page>;
}
