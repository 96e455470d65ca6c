import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Player } from './player.ts';
import { PlayerBar } from './player-bar.tsx';
import { PlayerContext } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';

/** A page with something to listen to: `usePlayer()` opens it, and the player stays at the bottom of the window. */
export function WithPlayer({ children }: { readonly children: ReactNode }) {
  const [player] = useState(() => new Player());
  const audio = useRef<HTMLAudioElement>(null);
  usePlayerKeys(player);
  useEffect(() => (audio.current === null ? undefined : player.attach(audio.current)), [player]);
  return (
    <PlayerContext value={player}>
      {children}
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript is on the page, and follows it. */}
      <audio ref={audio} preload="metadata" />
      <PlayerBar />
    </PlayerContext>
  );
}
