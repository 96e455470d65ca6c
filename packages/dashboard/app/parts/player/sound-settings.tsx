import { ActionIcon, Group, NativeSelect, Slider } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { text } from '../../text/text.ts';
import type { PlayerState } from './player.ts';
import { usePlayer, usePlayerState } from './use-player.ts';

const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** How fast and how loud it is. */
export function SoundSettings() {
  return (
    <>
      <Speed />
      <Volume />
    </>
  );
}

function Speed() {
  const player = usePlayer();
  const rate = usePlayerState((state) => state.rate);
  const words = text.episodes.player;
  return (
    <NativeSelect
      size="xs"
      w={76}
      aria-label={words.speed}
      value={String(rate)}
      data={RATES.map((each) => ({ value: String(each), label: words.times(each) }))}
      onChange={(event) => player.setRate(Number(event.currentTarget.value))}
    />
  );
}

function Volume() {
  const player = usePlayer();
  const volume = usePlayerState(heard);
  const words = text.episodes.player;
  const label = volume === 0 ? words.unmute : words.mute;
  return (
    <Group gap={4} wrap="nowrap" visibleFrom="sm">
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title={label} onClick={player.toggleMuted}>
        {volume === 0 ? <IconVolumeOff size={18} aria-hidden /> : <IconVolume size={18} aria-hidden />}
      </ActionIcon>
      <Slider
        w={80}
        mx={12}
        size="sm"
        value={Math.round(volume * 100)}
        step={5}
        label={null}
        thumbLabel={words.volume}
        thumbValueText={words.percent}
        onChange={(value) => player.setVolume(value / 100)}
      />
    </Group>
  );
}

function heard({ volume, isMuted }: PlayerState): number {
  return isMuted ? 0 : volume;
}
