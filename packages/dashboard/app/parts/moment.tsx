import { formatAge, type Instant } from '@telltale/core';
import { useNow } from '../live/clock.ts';
import { text } from '../text/text.ts';
import { formatInstant } from './format-instant.ts';

interface MomentProps {
  readonly at: Instant;
  /** `ago`: how long ago, ticking, and the time itself when pointed at; `time`: the other way round. Default: `ago`. */
  readonly as?: 'ago' | 'time';
}

/** A moment, both as an age that ticks and as a time with its zone. */
export function Moment({ at, as = 'ago' }: MomentProps) {
  const now = useNow();
  const ms = now - Date.parse(at);
  const age = ms < -1_000 ? text.common.ahead(formatAge(-ms)) : text.common.ago(formatAge(ms));
  const time = formatInstant(at);
  return (
    <time className="figures" dateTime={at} title={as === 'ago' ? time : age}>
      {as === 'ago' ? age : time}
    </time>
  );
}
