import { Alert, Anchor, List } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { Fault } from '@telltale/api';
import { useEffect, useRef } from 'react';
import { text } from '../../text/text.ts';
import { fieldIdOf, fieldLabelOf } from './form/field-path.ts';

interface FaultSummaryProps {
  readonly faults: readonly Fault[];
  /** Goes up with every attempt: the list takes the focus then. */
  readonly attempt: number;
}

/** All that has to be corrected, each leading to its field. */
export function FaultSummary({ faults, attempt }: FaultSummaryProps) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) alert.current?.focus();
  }, [attempt]);
  if (faults.length === 0) return null;
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      color="red"
      variant="light"
      icon={<IconAlertCircle aria-hidden />}
      title={text.submit.faultsTitle(faults.length)}
      role="alert"
    >
      <List size="sm">
        {faults.map(({ path, message }) => (
          <List.Item key={path + message}>
            <FaultLink path={path} message={message} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function FaultLink({ path, message }: Fault) {
  const said = text.submit.faultOf(fieldLabelOf(path), message);
  if (path === '') return said;
  return (
    <Anchor component="button" type="button" size="sm" ta="start" mih={24} onClick={() => focusField(path)}>
      {said}
    </Anchor>
  );
}

/** A list or a group has no focus of its own: its first field or button gets it. */
function focusField(path: string): void {
  const field = document.getElementById(fieldIdOf(path));
  const target = field?.matches('input, textarea, select, button')
    ? field
    : field?.querySelector('input, textarea, button');
  if (target instanceof HTMLElement) target.focus();
}
