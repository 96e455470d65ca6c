import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { formatAge } from '@telltale/core';
import { useNow } from '../../live/clock.ts';
import { formatTimeOfDay } from '../../parts/format-instant.ts';
import { text } from '../../text/text.ts';

/** Says that what is shown is how things were, `at` in ms since the epoch. */
export function AsOf({ at }: { readonly at: number }) {
  const now = useNow();
  const sentence = text.runs.asOf(formatTimeOfDay(new Date(at).toISOString()), formatAge(now - at));
  return (
    <Alert color="gray" p="xs" icon={<IconPlugConnectedX aria-hidden />}>
      <span className="figures">{sentence}</span>
    </Alert>
  );
}
