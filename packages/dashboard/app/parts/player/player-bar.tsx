import { ActionIcon, Button, Group, Loader, Text } from '@mantine/core';
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward15,
  IconRewindForward15,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { text } from '../../text/text.ts';
import { Cover } from '../cover.tsx';
import { NowPlaying } from './now-playing.tsx';
import type { Track } from './player.ts';
import classes from './player-bar.module.css';
import { SeekBar } from './seek-bar.tsx';
import { SoundSettings } from './sound-settings.tsx';
import { usePlayer, usePlayerState } from './use-player.ts';
import { SKIP_S } from './use-player-keys.ts';

/** What the player is told by, at the bottom of the window. */
export function PlayerBar() {
  const track = usePlayerState((state) => state.track);
  const isSmall = usePlayerState((state) => state.isSmall);
  const isOpen = track !== null;

  // What the keyboard comes to must not lie behind the player, nor notices on it.
  useEffect(() => {
    if (!isOpen) return;
    const { style } = document.documentElement;
    style.setProperty('--covered-below', '9rem');
    return () => void style.removeProperty('--covered-below');
  }, [isOpen]);

  if (track === null) return null;
  return (
    <section className={classes.bar} aria-label={text.episodes.player.label} data-small={isSmall}>
      <Failed />
      {!isSmall && <SeekBar chapters={track.chapters} />}
      <div className={classes.row}>
        <What track={track} />
        <Main isSmall={isSmall} />
        <Rest isSmall={isSmall} />
      </div>
    </section>
  );
}

function What({ track: { title, coverUrl } }: { readonly track: Track }) {
  return (
    <div className={classes.what}>
      <Cover coverUrl={coverUrl} title={title} size={40} />
      <div className={classes.words}>
        <Text size="sm" fw={600} truncate title={title}>
          <bdi>{title}</bdi>
        </Text>
        <NowPlaying />
      </div>
    </div>
  );
}

function Main({ isSmall }: { readonly isSmall: boolean }) {
  const player = usePlayer();
  const isPlaying = usePlayerState((state) => state.isPlaying);
  const isWaiting = usePlayerState((state) => state.isWaiting);
  const words = text.episodes.player;
  const Icon = isPlaying ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <Group gap={4} wrap="nowrap">
      {!isSmall && <BarButton label={words.back} icon={IconRewindBackward15} onClick={() => player.skip(-SKIP_S)} />}
      <ActionIcon
        radius="xl"
        size={isSmall ? 'lg' : 'xl'}
        aria-label={isPlaying ? words.pause : words.play}
        onClick={player.toggle}
      >
        {isWaiting ? <Loader size={18} color="white" aria-label={words.waiting} /> : <Icon size={20} aria-hidden />}
      </ActionIcon>
      {!isSmall && <BarButton label={words.forward} icon={IconRewindForward15} onClick={() => player.skip(SKIP_S)} />}
    </Group>
  );
}

function Rest({ isSmall }: { readonly isSmall: boolean }) {
  const player = usePlayer();
  const words = text.episodes.player;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {!isSmall && <SoundSettings />}
      <BarButton
        label={isSmall ? words.expand : words.minimise}
        icon={isSmall ? IconArrowsDiagonal : IconArrowsDiagonalMinimize2}
        onClick={player.toggleSmall}
      />
      <BarButton label={words.close} icon={IconX} onClick={player.close} />
    </Group>
  );
}

interface BarButtonProps {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly onClick: () => void;
}

function BarButton({ label, icon: Icon, onClick }: BarButtonProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title={label} onClick={onClick}>
      <Icon size={20} aria-hidden />
    </ActionIcon>
  );
}

function Failed() {
  const player = usePlayer();
  const failure = usePlayerState((state) => state.failure);
  if (failure === null) return null;
  return (
    <Group role="alert" gap="xs" className={classes.failure} data-verdict="failed">
      <Text size="sm">{text.episodes.player.failed[failure]}</Text>
      <Button size="compact-sm" variant="default" onClick={player.retry}>
        {text.episodes.player.retry}
      </Button>
    </Group>
  );
}
