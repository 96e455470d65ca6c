import { Button, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../../../text/text.ts';
import type { Picture } from '../../parts/pictures.ts';
import { artifactUrl } from './artifact-url.ts';
import classes from './artifacts.module.css';

const words = text.runTabs.artifacts;

/** How many are shown at first, and how many more at a time. */
const MANY = 60;

interface PictureGridProps {
  readonly runId: string;
  readonly pictures: readonly Picture[];
  readonly onOpen: (artifactId: string) => void;
}

/** Pictures, small; each opens large. The newest come first. */
export function PictureGrid({ runId, pictures, onOpen }: PictureGridProps) {
  const [shown, setShown] = useState(MANY);
  const more = Math.min(MANY, pictures.length - shown);
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.pictures(pictures.length)}
      </Title>
      <ul className={classes.grid}>
        {pictures
          .toReversed()
          .slice(0, shown)
          .map(({ large, small }) => (
            <li key={large.artifactId}>
              <button
                type="button"
                className={classes.picture}
                aria-label={words.preview(large.name)}
                onClick={() => onOpen(large.artifactId)}
              >
                <img src={artifactUrl(runId, small.artifactId)} alt="" loading="lazy" decoding="async" />
                <span>{large.name}</span>
              </button>
            </li>
          ))}
      </ul>
      {more > 0 && (
        <Button variant="default" size="xs" onClick={() => setShown(shown + MANY)} style={{ alignSelf: 'center' }}>
          {words.morePictures(more)}
        </Button>
      )}
    </Stack>
  );
}
