import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import { JsonEditor } from '../json-editor.tsx';
import { parseJson } from '../json-fault.ts';
import { onSingleClick } from '../on-single-click.ts';

interface WrittenAnswerProps {
  readonly label: string;
  /** Whether it may be JSON as well, and is so at first. An agent takes a text only. */
  readonly mayBeJson: boolean;
  readonly beginsAsJson: boolean;
  readonly isDisabled: boolean;
  readonly isSending: boolean;
  readonly onAnswer: (answer: unknown) => void;
}

/** An answer in one's own words, or as JSON. */
export function WrittenAnswer({ label, mayBeJson, beginsAsJson, isDisabled, isSending, onAnswer }: WrittenAnswerProps) {
  const { mode: modeLabel, asText, asJson, jsonAnswer, send, sendHint, empty } = text.answer;
  const [mode, setMode] = useState(beginsAsJson ? 'json' : 'text');
  const [written, setWritten] = useState('');
  const [isEmptySent, setEmptySent] = useState(false);
  const isJson = mode === 'json';
  const error = isEmptySent && written.trim() === '' ? empty : undefined;

  function sendIt(): void {
    if (isDisabled || isSending) return;
    const { fault, value } = parseJson(written);
    setEmptySent(written.trim() === '');
    if (written.trim() === '' || (isJson && fault !== null)) return;
    onAnswer(isJson ? value : written.trim());
  }

  return (
    <Stack gap="xs" onKeyDown={getHotkeyHandler([['mod+Enter', sendIt]])}>
      {mayBeJson && (
        <SegmentedControl
          aria-label={modeLabel}
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          data={[
            { value: 'text', label: asText },
            { value: 'json', label: asJson },
          ]}
          value={mode}
          onChange={setMode}
          disabled={isDisabled}
        />
      )}
      {isJson ? (
        <JsonEditor label={jsonAnswer} value={written} onChange={setWritten} error={error} isDisabled={isDisabled} />
      ) : (
        <Textarea
          label={label}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          error={error}
          disabled={isDisabled}
          maxLength={2_000}
          autosize
          minRows={2}
          maxRows={12}
        />
      )}
      <Group gap="sm">
        <Button loading={isSending} disabled={isDisabled} onClick={onSingleClick(sendIt)}>
          {send}
        </Button>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {sendHint}
        </Text>
      </Group>
    </Stack>
  );
}
