import { Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useCurrentRun, useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';
import { Age } from '../parts/age.tsx';
import { artifactUrl } from '../tabs/artifacts/artifact-url.ts';
import { newestPicture } from './newest-picture.ts';
import classes from './processing-card.module.css';

/** What the browser of the step showed last; it opens large. */
export function LivePicture() {
  const words = text.run.card.picture;
  const { runId } = useCurrentRun();
  const artifacts = useRunView((view) => view.artifacts.entries);
  const step = useRunView((view) => view.currentStep);
  const picture = useMemo(() => newestPicture(artifacts ?? [], step), [artifacts, step]);
  if (picture === null) return null;
  const { large, small } = picture;
  return (
    <Stack gap={4}>
      <Title order={3} size="sm">
        {words.title}
      </Title>
      <Link
        from="/runs/$runId"
        to="."
        search={(before) => ({ ...before, artifact: large.artifactId })}
        resetScroll={false}
        className={classes.picture}
        aria-label={words.open(large.name)}
      >
        <img src={artifactUrl(runId, small.artifactId)} alt={words.alt(large.name)} />
      </Link>
      <Text size="xs" c="dimmed">
        <Age at={large.at} />
      </Text>
    </Stack>
  );
}
