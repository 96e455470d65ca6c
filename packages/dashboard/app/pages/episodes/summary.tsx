import { Stack, Text, Title } from '@mantine/core';
import { FoldedText } from '../../parts/folded-text.tsx';
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
          <FoldedText key={description}>{description}</FoldedText>
        </>
      )}
    </Stack>
  );
}
