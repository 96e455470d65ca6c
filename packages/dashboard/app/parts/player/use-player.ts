import { createContext, useContext } from 'react';
import { useSelected } from '../../live/store.ts';
import type { Player, PlayerState } from './player.ts';

export const PlayerContext = createContext<Player | null>(null);

/** The player of the page. */
export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  if (player === null) throw new Error('This component belongs on a page with a player.');
  return player;
}

/** A part of how the player is; the component comes again only when that part changes. */
export function usePlayerState<S>(select: (state: PlayerState) => S): S {
  return useSelected(usePlayer().state, select);
}

/** What `select` makes of the place in the recording, in seconds: a number or a text. */
export function usePlayerTime<S extends number | string | boolean>(select: (seconds: number) => S): S {
  return useSelected(usePlayer().time, select);
}
