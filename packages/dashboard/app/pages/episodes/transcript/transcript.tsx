import { Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconFocusCentered } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { SearchField } from '../../../parts/search-field.tsx';
import { text } from '../../../text/text.ts';
import type { Segment } from '../queries.ts';
import { findMatches } from './find-matches.ts';
import { MatchButtons } from './match-buttons.tsx';
import { SegmentList } from './segment-list.tsx';

interface TranscriptProps {
  readonly episodeId: string;
  readonly language: string | null;
  readonly segments: readonly Segment[];
  /** Plays from there. */
  readonly onPlay: (seconds: number) => void;
}

/** What was said, in step with the audio, and a search in it. */
export function Transcript({ episodeId, language, segments, onPlay }: TranscriptProps) {
  const [isFollowing, setFollowing] = useState(true);
  const [wanted, setWanted] = useState('');
  const [matchNumber, setMatchNumber] = useState(0);
  const matches = useMemo(() => findMatches(segments, wanted), [segments, wanted]);
  const words = text.episodes.transcript;

  function go(number: number): void {
    setFollowing(false);
    setMatchNumber(number);
  }

  return (
    <Stack component="section" gap="xs" aria-labelledby="transcript">
      <Group justify="space-between">
        <Title order={2} size="h4" id="transcript">
          {words.title}
        </Title>
        <Group gap="xs">
          <Button
            size="xs"
            variant={isFollowing ? 'light' : 'default'}
            aria-pressed={isFollowing}
            leftSection={<IconFocusCentered size={16} aria-hidden />}
            onClick={() => setFollowing(!isFollowing)}
          >
            {words.follow}
          </Button>
          <Downloads episodeId={episodeId} />
        </Group>
      </Group>
      <Group align="flex-end" gap="xs">
        <div style={{ flex: 1 }}>
          <SearchField
            label={words.search}
            value={wanted}
            onSearch={(next) => {
              setWanted(next);
              if (next !== '') go(0);
            }}
          />
        </div>
        {wanted !== '' && <MatchButtons number={matchNumber} count={matches.length} onGo={go} />}
      </Group>
      <SegmentList
        language={language}
        segments={segments}
        matches={matches}
        currentMatch={matches[matchNumber] ?? null}
        isFollowing={isFollowing}
        onLeave={() => setFollowing(false)}
        onPlay={(seconds) => {
          setFollowing(true);
          onPlay(seconds);
        }}
      />
      <Text size="xs" c="dimmed">
        {words.keys}
      </Text>
    </Stack>
  );
}

function Downloads({ episodeId }: { readonly episodeId: string }) {
  const file = `/api/v1/episodes/${encodeURIComponent(episodeId)}/transcript/file`;
  const words = text.episodes.transcript;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {text.common.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${file}?format=vtt`} download>
          {words.downloadVtt}
        </Menu.Item>
        <Menu.Item component="a" href={`${file}?format=text`} download>
          {words.downloadText}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
