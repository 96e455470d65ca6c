import { useEffect } from 'react';
import type { Player } from './player.ts';

/** How far an arrow key goes, in seconds. */
export const SKIP_S = 15;

/** What does something of its own with the space bar, or with the arrows to the left and to the right. */
const TAKES_ARROWS = 'input, textarea, select, [contenteditable], [role="slider"], [role="tab"], [role="dialog"] *';
const TAKES_SPACE = `${TAKES_ARROWS}, button, a, summary`;

/** The space bar plays and pauses, arrows go back and forward, as long as the player is open and nobody types. */
export function usePlayerKeys(player: Player): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (player.state.get().track === null || !(event.target instanceof Element)) return;
      if (event.key === ' ' && event.target.closest(TAKES_SPACE) === null) player.toggle();
      else if (event.key === 'ArrowLeft' && event.target.closest(TAKES_ARROWS) === null) player.skip(-SKIP_S);
      else if (event.key === 'ArrowRight' && event.target.closest(TAKES_ARROWS) === null) player.skip(SKIP_S);
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [player]);
}
