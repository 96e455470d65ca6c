import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import type { Episode } from './queries.ts';
import classes from './summary.module.css';

/** What the episode is about: as its publisher says, and as it was summed up here. */
export function Summary({ episode: { summary, description, language } }: { readonly episode: Episode }) {
  const words = text.episodes;
  return (
    <Stack component="section" gap="xs" aria-labelledby="summary">
      <Title order={2} size="h4" id="summary">
        {words.summary}
      </Title>
      {summary === null ? (
        <Text c="dimmed">{words.noSummary}</Text>
      ) : (
        <Text className={classes.prose} lang={language ?? undefined}>
          <bdi>{summary}</bdi>
        </Text>
      )}
      {description !== null && (
        <>
          <Title order={3} size="h5">
            {words.description}
          </Title>
          <Long key={description} value={description} />
        </>
      )}
    </Stack>
  );
}

/** A description of more characters is shown in part: some are whole articles. */
const LONG = 400;

function Long({ value }: { readonly value: string }) {
  const [isWhole, setWhole] = useState(value.length <= LONG);
  return (
    <div>
      <Text size="sm" c="dimmed" className={classes.prose} {...(isWhole ? {} : { lineClamp: 4 })}>
        <bdi>{value}</bdi>
      </Text>
      {value.length > LONG && (
        <Button variant="subtle" size="compact-sm" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? text.episodes.showLess : text.episodes.showAll}
        </Button>
      )}
    </div>
  );
}
