import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ApiError } from '@telltale/api';
import { text } from '../text/text.ts';

interface FailureProps {
  readonly error: ApiError;
  /** Default: that it could not be loaded. */
  readonly title?: string;
  /** Default: no button. */
  readonly onRetry?: () => void;
}

/** What failed, and what to do about it, in the words of whoever failed. */
export function Failure({ error, title = text.common.failedTitle, onRetry }: FailureProps) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} title={title} role="alert">
      <Text size="sm">{error.message}</Text>
      {error.hint !== undefined && <Text size="sm">{error.hint}</Text>}
      {onRetry !== undefined && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={onRetry}>
            {text.common.retry}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
