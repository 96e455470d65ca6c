import { ActionIcon, Button, Group, Loader, Text } from '@mantine/core';
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward15,
  IconRewindForward15,
  IconX,
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

  // What the keyboard comes to must not lie behind the player.
  useEffect(() => {
    if (!isOpen) return;
    const { style } = document.documentElement;
    style.scrollPaddingBottom = '9rem';
    return () => {
      style.scrollPaddingBottom = '';
    };
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
      {!isSmall && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.back}
          title={words.back}
          onClick={() => player.skip(-SKIP_S)}
        >
          <IconRewindBackward15 size={22} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon
        radius="xl"
        size={isSmall ? 'lg' : 'xl'}
        aria-label={isPlaying ? words.pause : words.play}
        onClick={player.toggle}
      >
        {isWaiting ? <Loader size={18} color="white" aria-label={words.waiting} /> : <Icon size={20} aria-hidden />}
      </ActionIcon>
      {!isSmall && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.forward}
          title={words.forward}
          onClick={() => player.skip(SKIP_S)}
        >
          <IconRewindForward15 size={22} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

function Rest({ isSmall }: { readonly isSmall: boolean }) {
  const player = usePlayer();
  const words = text.episodes.player;
  const SizeIcon = isSmall ? IconArrowsDiagonal : IconArrowsDiagonalMinimize2;
  const sizeLabel = isSmall ? words.expand : words.minimise;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end" className={classes.rest}>
      {!isSmall && <SoundSettings />}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={sizeLabel}
        title={sizeLabel}
        onClick={player.toggleSmall}
      >
        <SizeIcon size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.close}
        title={words.close}
        onClick={player.close}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </Group>
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
