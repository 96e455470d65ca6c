import { Slider } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import { formatClock } from './format-clock.ts';
import type { Track } from './player.ts';
import classes from './player-bar.module.css';
import { usePlayer, usePlayerState, usePlayerTime } from './use-player.ts';

/** The place in the recording, to be dragged; chapters are marks on it. */
export function SeekBar({ chapters }: Pick<Track, 'chapters'>) {
  const player = usePlayer();
  const now = usePlayerTime(Math.floor);
  const durationS = usePlayerState((state) => state.durationS);
  const [dragged, setDragged] = useState<number | null>(null);
  return (
    <Slider
      classNames={{ root: classes.seek, mark: classes.mark }}
      size="sm"
      min={0}
      max={Math.max(1, Math.floor(durationS))}
      value={dragged ?? now}
      disabled={durationS === 0}
      marks={chapters.filter(({ startS }) => startS > 0 && startS < durationS).map(({ startS }) => ({ value: startS }))}
      label={formatClock}
      thumbLabel={text.episodes.player.seek}
      thumbValueText={(value) => text.episodes.player.position(formatClock(value), formatClock(durationS))}
      onChange={setDragged}
      onChangeEnd={(seconds) => {
        setDragged(null);
        player.seek(seconds);
      }}
    />
  );
}
