import { Text } from '@mantine/core';

/** The name of a group of fields. */
export function FieldLegend({ name, isNeeded }: { readonly name: string; readonly isNeeded: boolean }) {
  return (
    <Text span size="sm" fw={600}>
      {name}
      {isNeeded && (
        <Text span c="var(--mantine-color-error)" aria-hidden>
          {' *'}
        </Text>
      )}
    </Text>
  );
}
