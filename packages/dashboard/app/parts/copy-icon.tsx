import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { text } from '../text/text.ts';

interface CopyIconProps {
  /** What is copied. */
  readonly value: string;
  readonly label: string;
  readonly className?: string | undefined;
}

/** A small button that copies something, and says that it has. */
export function CopyIcon({ value, label, className }: CopyIconProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="default"
          size={24}
          className={className}
          aria-label={copied ? text.common.copied : label}
          onClick={copy}
        >
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
