import { Text } from '@mantine/core';
import { text } from '../../../../text/text.ts';
import type { Picture } from '../../parts/pictures.ts';
import { artifactUrl } from '../artifacts/artifact-url.ts';
import classes from './timeline.module.css';

interface ThumbnailsProps {
  readonly runId: string;
  readonly pictures: readonly Picture[];
  readonly onOpen: (artifactId: string) => void;
}

const MOST = 6;

/** The pictures that were taken during an action, small; each opens large. */
export function Thumbnails({ runId, pictures, onOpen }: ThumbnailsProps) {
  if (pictures.length === 0) return null;
  return (
    <div className={classes.thumbs}>
      {pictures.slice(0, MOST).map(({ large, small }) => (
        <button
          key={large.artifactId}
          type="button"
          className={classes.thumb}
          aria-label={text.runTabs.timeline.picture(large.name)}
          onClick={() => onOpen(large.artifactId)}
        >
          <img src={artifactUrl(runId, small.artifactId)} alt="" loading="lazy" decoding="async" />
        </button>
      ))}
      {pictures.length > MOST && (
        <Text size="sm" c="dimmed" style={{ alignSelf: 'center' }}>
          {text.runTabs.timeline.morePictures(pictures.length - MOST)}
        </Text>
      )}
    </div>
  );
}
