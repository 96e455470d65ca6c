import { formatAge, type Instant } from '@telltale/core';
import { useRunNow } from '../../../live/use-run.ts';
import { formatInstant } from '../../../parts/format-instant.ts';
import { text } from '../../../text/text.ts';

/** How long ago something of the run was. It ticks, and stands still while nobody knows how the run is. */
export function Age({ at }: { readonly at: Instant }) {
  const now = useRunNow();
  return (
    <time className="figures" dateTime={at} title={formatInstant(at)}>
      {text.common.ago(formatAge(now - Date.parse(at)))}
    </time>
  );
}
