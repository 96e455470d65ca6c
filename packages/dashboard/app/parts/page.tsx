import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { text } from '../text/text.ts';

interface PageProps {
  readonly title: string;
  /** What the tab of the browser says. Default: the title. */
  readonly tabTitle?: string;
  /** What stands in place of the title, which is then for screen readers only. */
  readonly heading?: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its title, also for the tab and for those who hear it, and what is on it. */
export function Page({ title, tabTitle = title, heading, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${tabTitle} · ${text.shell.product}`;
  }, [tabTitle]);
  return (
    <Stack gap="md">
      {heading ?? (
        <Group justify="space-between" align="center" gap="sm">
          <Title order={1} size="h2" tabIndex={-1}>
            <bdi>{title}</bdi>
          </Title>
          {actions}
        </Group>
      )}
      {children}
    </Stack>
  );
}
