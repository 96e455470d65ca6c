import { ActionIcon } from '@mantine/core';
import {
  IconDownload,
  IconFile,
  IconFileText,
  IconMovie,
  IconMusic,
  IconPhoto,
  IconRoute,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ArtifactView, formatBytes } from '@telltale/core';
import { memo } from 'react';
import { Moment } from '../../../../parts/moment.tsx';
import { text } from '../../../../text/text.ts';
import { type ArtifactType, artifactType } from './artifact-type.ts';
import { downloadUrl } from './artifact-url.ts';
import classes from './artifacts.module.css';

const words = text.runTabs.artifacts;

const ICON: Readonly<Record<ArtifactType, TablerIcon>> = {
  picture: IconPhoto,
  audio: IconMusic,
  video: IconMovie,
  trace: IconRoute,
  text: IconFileText,
  other: IconFile,
};

interface FileRowProps {
  readonly runId: string;
  readonly artifact: ArtifactView;
  readonly onOpen: (artifactId: string) => void;
}

/** One file: what it is, how big, where from, and how to get it. */
export const FileRow = memo(function FileRow({ runId, artifact, onOpen }: FileRowProps) {
  const { artifactId, name, kind, bytes, at, step, item } = artifact;
  const Icon = ICON[artifactType(artifact)];
  const from = [step, item].filter((part) => part !== null).join(' · ');
  return (
    <div className={classes.file}>
      <Icon size={18} aria-hidden />
      <button
        type="button"
        className={`${classes.open} ${classes.cut}`}
        title={name}
        aria-label={words.preview(name)}
        onClick={() => onOpen(artifactId)}
      >
        <bdi>{name}</bdi>
      </button>
      <span className={`${classes.cut} ${classes.extra}`}>{kind}</span>
      <span className="figures">{formatBytes(bytes)}</span>
      <span className={`${classes.dim} ${classes.extra}`}>
        <Moment at={at} />
      </span>
      <span className={`${classes.dim} ${classes.cut} ${classes.extra}`} title={from}>
        <bdi>{from}</bdi>
      </span>
      <ActionIcon
        component="a"
        variant="subtle"
        color="gray"
        href={downloadUrl(runId, artifactId)}
        download={name}
        aria-label={words.download(name)}
      >
        <IconDownload size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
});
