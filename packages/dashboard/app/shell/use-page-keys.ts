import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useShortcuts } from '../live/shortcuts.ts';
import { PAGES } from './pages.ts';

/** How long the second key of two may take, in ms. */
const SECOND_KEY_MS = 1_200;

/** `g` and a letter lead to a page, `/` to its search field, `?` calls `onHelp`. None of them while somebody types. */
export function usePageKeys(onHelp: () => void): void {
  const navigate = useNavigate();
  const pressedG = useRef(0);

  function goBy(keys: string): void {
    const page = PAGES.find((candidate) => candidate.keys === keys);
    if (page !== undefined) void navigate({ to: page.to });
  }

  useShortcuts([
    ['g', () => (pressedG.current = Date.now())],
    ...PAGES.map(({ keys }): [string, () => void] => {
      const [first = '', second] = keys.split(' ');
      if (second === undefined) return [first, () => goBy(keys)];
      return [
        second === ',' ? 'comma' : second,
        () => {
          if (Date.now() - pressedG.current < SECOND_KEY_MS) goBy(keys);
          pressedG.current = 0;
        },
      ];
    }),
    ['/', () => document.querySelector<HTMLInputElement>('[data-page-search]')?.focus()],
    ['shift+?', onHelp],
    ['?', onHelp],
  ]);
}
