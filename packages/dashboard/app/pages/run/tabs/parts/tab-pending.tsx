import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { text } from '../../../../text/text.ts';
import classes from './tab-pending.module.css';

/** Stands where a tab is going to be; it is not seen if that takes no time. */
export function TabPending() {
  return (
    <Stack gap="xs" className={classes.pending}>
      <VisuallyHidden role="status">{text.common.loading}</VisuallyHidden>
      <Skeleton height={30} width="60%" />
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} />
    </Stack>
  );
}
