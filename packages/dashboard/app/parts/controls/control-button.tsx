import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { onSingleClick } from '../on-single-click.ts';

interface ControlButtonProps extends Pick<ButtonProps, 'variant' | 'color' | 'loading'> {
  readonly label: string;
  readonly icon: TablerIcon;
  /** Why it cannot be done now; `null`: it can. */
  readonly refusal: string | null;
  readonly onClick: () => void;
}

/** A button that says why it does nothing, where it does nothing: it can be reached and read all the same. */
export function ControlButton({ label, icon: Icon, refusal, onClick, ...look }: ControlButtonProps) {
  const isRefused = refusal !== null;
  return (
    <Tooltip
      label={refusal}
      disabled={!isRefused}
      multiline
      maw={320}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        size="sm"
        variant="default"
        leftSection={<Icon size={16} aria-hidden />}
        {...look}
        {...(isRefused ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClick={isRefused ? (event) => event.preventDefault() : onSingleClick(onClick)}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
