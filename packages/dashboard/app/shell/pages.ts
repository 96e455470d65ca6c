import {
  IconActivityHeartbeat,
  IconHandStop,
  IconHeadphones,
  IconPlus,
  IconSearch,
  IconServer,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react';
import { text } from '../text/text.ts';

interface NavigationPage {
  readonly to: '/' | '/needs-you' | '/episodes' | '/search' | '/submit' | '/workers' | '/settings';
  readonly label: string;
  readonly icon: TablerIcon;
  /** Pressed after `g`, or alone where it has one key. */
  readonly keys: string;
}

export const PAGES: readonly NavigationPage[] = [
  { to: '/', label: text.runs.title, icon: IconActivityHeartbeat, keys: 'g r' },
  { to: '/needs-you', label: text.needsYou.title, icon: IconHandStop, keys: 'g n' },
  { to: '/episodes', label: text.episodes.title, icon: IconHeadphones, keys: 'g e' },
  { to: '/search', label: text.search.title, icon: IconSearch, keys: 'g s' },
  { to: '/submit', label: text.submit.title, icon: IconPlus, keys: 'c' },
  { to: '/workers', label: text.workers.title, icon: IconServer, keys: 'g w' },
  { to: '/settings', label: text.settings.title, icon: IconSettings, keys: 'g ,' },
];
