import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { Store, useStore } from './store.ts';

const KEY = 'telltale-shortcuts';

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Whether keys that are letters do something; as somebody chose in this browser (WCAG 2.2, 2.1.4). */
export const shortcutsAreOn = new Store(read());

shortcutsAreOn.subscribe(() => {
  try {
    if (shortcutsAreOn.get()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // It holds as long as the page is open.
  }
});

/** `useHotkeys` for keys that are letters or signs: unless somebody does not want them. */
export function useShortcuts(items: HotkeyItem[]): void {
  useHotkeys(useStore(shortcutsAreOn) ? items : []);
}
