import { Grid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { asApiError } from '../../live/client.ts';
import { Failure } from '../../parts/failure.tsx';
import { Page } from '../../parts/page.tsx';
import type { Track } from '../../parts/player/player.ts';
import { usePlayer } from '../../parts/player/use-player.ts';
import { text } from '../../text/text.ts';
import { Chapters } from './chapters.tsx';
import { EpisodeHeader } from './episode-header.tsx';
import classes from './episode-view.module.css';
import { HowMade } from './how-made.tsx';
import { IngestBanner } from './ingest-banner.tsx';
import { ManageEpisode } from './manage/manage-episode.tsx';
import { MentionedHere } from './mentioned-here.tsx';
import { type Episode, type EpisodeRun, transcriptQuery } from './queries.ts';
import { RunsOfEpisode } from './runs-of-episode.tsx';
import { Summary } from './summary.tsx';
import { Transcript } from './transcript/transcript.tsx';

interface EpisodeViewProps {
  readonly episode: Episode;
  /** Newest first. */
  readonly runs: readonly EpisodeRun[];
  readonly inFlight: EpisodeRun | null;
  readonly hasMoreRuns: boolean;
  readonly isLoadingRuns: boolean;
  readonly runsError: Error | null;
  readonly onMoreRuns: () => void;
  /** Where whoever came here wants to listen. */
  readonly startAtS: number | null;
}

/** All of an episode that was found. */
export function EpisodeView({
  episode,
  runs,
  inFlight,
  hasMoreRuns,
  isLoadingRuns,
  runsError,
  onMoreRuns,
  startAtS,
}: EpisodeViewProps) {
  const player = usePlayer();
  const track = useTrack(episode);
  const play = useCallback(
    (seconds: number) => {
      if (track !== null) player.open(track, seconds, { play: true });
    },
    [player, track],
  );

  // The player is there from the start, at the place that the address names; nobody is startled by sound.
  const opened = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (track === null || opened.current === startAtS) return;
    opened.current = startAtS;
    player.open(track, startAtS ?? 0, { play: false });
  }, [player, track, startAtS]);

  const transcript = useRef<HTMLDivElement>(null);
  const isTranscriptThere = episode.segments > 0;
  useEffect(() => {
    if (startAtS !== null && isTranscriptThere) transcript.current?.scrollIntoView({ block: 'start' });
  }, [startAtS, isTranscriptThere]);

  const name = episode.title ?? text.episodes.noTitle;
  return (
    <Page title={name} heading={<EpisodeHeader episode={episode} onPlay={track === null ? null : play} />}>
      <IngestBanner run={inFlight ?? runs[0] ?? null} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <Summary episode={episode} />
            <div ref={transcript} className={classes.transcript}>
              <TranscriptOf episode={episode} onPlay={play} />
            </div>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Chapters chapters={episode.chapters} onPlay={play} />
            <MentionedHere entities={episode.entities} onPlay={play} />
            <RunsOfEpisode
              runs={runs}
              hasMore={hasMoreRuns}
              isLoading={isLoadingRuns}
              error={runsError}
              onMore={onMoreRuns}
            />
            <HowMade used={episode.used} />
            <ManageEpisode episode={episode} runs={runs} inFlight={inFlight} isLoading={isLoadingRuns} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** What the player plays; `null` until there is audio. The same as long as nothing of it changes. */
function useTrack(episode: Episode): Track | null {
  const { episodeId, title, showName, durationS, chapters } = episode;
  const coverUrl = episode.coverUrl;
  const isThere = episode.audio !== null;
  return useMemo(
    () =>
      isThere ? { episodeId, title: title ?? text.episodes.noTitle, showName, coverUrl, durationS, chapters } : null,
    [isThere, episodeId, title, showName, coverUrl, durationS, chapters],
  );
}

function TranscriptOf({ episode, onPlay }: { readonly episode: Episode; readonly onPlay: (seconds: number) => void }) {
  const { data, error, refetch } = useQuery({ ...transcriptQuery(episode), enabled: episode.segments > 0 });
  const words = text.episodes.transcript;
  if (episode.segments === 0) {
    return (
      <Stack component="section" gap="xs" aria-labelledby="transcript">
        <Title order={2} size="h4" id="transcript">
          {words.title}
        </Title>
        <Text c="dimmed">{words.none}</Text>
      </Stack>
    );
  }
  if (data === undefined) {
    return error === null ? (
      <Skeleton height={420} radius="md" aria-busy />
    ) : (
      <Failure error={asApiError(error)} onRetry={() => void refetch()} />
    );
  }
  return <Transcript episodeId={episode.episodeId} language={data.language} segments={data.segments} onPlay={onPlay} />;
}
