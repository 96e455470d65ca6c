import { Button, Group, Textarea } from '@mantine/core';
import { text } from '../text/text.ts';
import { parseJson } from './json-fault.ts';

interface JsonEditorProps {
  readonly id?: string;
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it beside that it is no JSON. */
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
  /** Default: false. */
  readonly isNeeded?: boolean;
  /** Say what is wrong also while nothing was written. Default: false. */
  readonly isEmptyWrong?: boolean;
}

/** A text that has to be JSON: says in which line it is none, and puts it in order. */
export function JsonEditor({
  value,
  onChange,
  error,
  isDisabled = false,
  isNeeded = false,
  isEmptyWrong = false,
  ...said
}: JsonEditorProps) {
  const { fault, value: parsed } = parseJson(value);
  const isSilent = value.trim() === '' && !isEmptyWrong;
  return (
    <div>
      <Textarea
        {...said}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        disabled={isDisabled}
        required={isNeeded}
        error={
          fault === null ? error : isSilent ? undefined : text.common.jsonFault(fault.line, fault.column, fault.message)
        }
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="flex-end" mt={4}>
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={isDisabled || fault !== null}
          onClick={() => onChange(JSON.stringify(parsed, null, 2))}
        >
          {text.common.formatJson}
        </Button>
      </Group>
    </div>
  );
}
