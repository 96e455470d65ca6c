import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useRef } from 'react';
import { text } from '../../text/text.ts';
import type { DialogName } from '../run-controls.tsx';
import type { ControlledRun } from './controlled-run.ts';

interface MoreControlsProps {
  readonly run: ControlledRun;
  readonly onChoose: (dialog: DialogName) => void;
}

/** What is wanted seldom. */
export function MoreControls({ run: { state, asksSomething }, onChoose }: MoreControlsProps) {
  const words = text.run.controls;
  const button = useRef<HTMLButtonElement>(null);
  const choices: readonly (readonly [DialogName, string])[] = [
    ...(state === 'queued' || state === 'running' ? [['pause', words.pauseWhy] as const] : []),
    ...(state === 'paused' && !asksSomething ? [['resume', words.resumeWhy] as const] : []),
    ...(state === 'queued' ? [['priority', words.priority] as const] : []),
  ];
  if (choices.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ref={button} variant="default" size={36} aria-label={words.more}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(([dialog, label]) => (
          <Menu.Item
            key={dialog}
            onClick={() => {
              // The item goes with its menu: the dialog gives the focus back to what stays.
              button.current?.focus();
              onChoose(dialog);
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
