import { Code } from '@mantine/core';

/** A value as JSON that can be read, selected and scrolled. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} mah={400} style={{ overflow: 'auto' }}>
      {JSON.stringify(value, null, 2) ?? 'undefined'}
    </Code>
  );
}
