import { IconHeadphones } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './cover.module.css';
import { initialsOf } from './initials.ts';

interface CoverProps {
  /** On this server: the page takes images from nowhere else. */
  readonly coverUrl: string | null;
  /** Of the episode or its show: its initials stand where there is no cover. */
  readonly title: string;
  /** Of each side, in px. */
  readonly size: number;
}

/** The cover of an episode, beside its title. */
export function Cover({ coverUrl, title, size }: CoverProps) {
  const [missing, setMissing] = useState<string | null>(null);
  const frame = { width: size, height: size, fontSize: size * 0.36 };
  return coverUrl === null || coverUrl === missing ? (
    <span className={classes.cover} style={frame} aria-hidden>
      {initialsOf(title) || <IconHeadphones size={size * 0.5} />}
    </span>
  ) : (
    <img
      className={classes.cover}
      style={frame}
      src={coverUrl}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      onError={() => setMissing(coverUrl)}
    />
  );
}
