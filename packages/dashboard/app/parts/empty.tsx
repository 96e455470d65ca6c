import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  /** What to do, so that there is something. */
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show: why, and what to do. */
export function Empty({ title, detail, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py="xl" ta="center">
      <Text fw={600}>{title}</Text>
      {detail !== undefined && (
        <Text c="dimmed" maw="40rem">
          {detail}
        </Text>
      )}
      {children}
    </Stack>
  );
}
