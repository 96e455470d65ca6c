import { Code, Group } from '@mantine/core';
import { CopyIcon } from '../../parts/copy-icon.tsx';
import { text } from '../../text/text.ts';

/** A command or a line of a file that is to be copied. */
export function CopyableCode({ code }: { readonly code: string }) {
  return (
    <Group component="span" display="inline-flex" gap={4} wrap="nowrap" maw="100%">
      <Code style={{ overflowWrap: 'anywhere' }}>{code}</Code>
      <CopyIcon value={code} label={text.settings.copyCommand(code)} />
    </Group>
  );
}
