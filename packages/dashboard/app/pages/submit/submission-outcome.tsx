import { Alert, Group, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { LinkButton } from '../../parts/link-button.tsx';
import { text } from '../../text/text.ts';
import type { Submitted } from './use-submission.ts';

/** Why no run was started, and what there is instead. */
export function SubmissionOutcome({ submitted }: { readonly submitted: Submitted }) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), []);
  const { notStarted, toRun, knownTitle, known, knownHint, toEpisode } = text.submit;
  const isKnown = submitted.kind === 'known';
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      color="blue"
      icon={<IconInfoCircle aria-hidden />}
      title={isKnown ? knownTitle : notStarted}
      role="status"
    >
      <Text size="sm">
        {isKnown ? known(submitted.known.episode.title ?? submitted.known.episode.episodeId) : submitted.run.message}
      </Text>
      {isKnown && <Text size="sm">{knownHint}</Text>}
      <Group mt="xs">
        {isKnown && (
          <LinkButton
            size="xs"
            variant="default"
            to="/episodes/$episodeId"
            params={{ episodeId: submitted.known.episode.episodeId }}
          >
            {toEpisode}
          </LinkButton>
        )}
        <LinkButton
          size="xs"
          variant="default"
          to="/runs/$runId"
          params={{ runId: isKnown ? submitted.known.runId : submitted.run.runId }}
        >
          {toRun}
        </LinkButton>
      </Group>
    </Alert>
  );
}
