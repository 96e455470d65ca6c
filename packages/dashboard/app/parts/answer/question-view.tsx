import { Blockquote, Stack, Text } from '@mantine/core';
import { text } from '../../text/text.ts';
import { FoldedText } from '../folded-text.tsx';
import { JsonView } from '../json-view.tsx';
import type { Question } from './read-question.ts';

/** What a run wants to know. */
export function QuestionView({ question }: { readonly question: Question }) {
  const { why, asks, whatHappened, more } = text.answer;
  switch (question.kind) {
    case 'agent': {
      const { agent, question: asked, reason, whatHappened: happened } = question.question;
      return (
        <Stack gap="xs">
          <Text size="sm">{why[reason](agent)}</Text>
          <Asked>{asked}</Asked>
          {happened !== undefined && <Told name={whatHappened}>{happened}</Told>}
        </Stack>
      );
    }
    case 'text':
      return (
        <Stack gap="xs">
          <Text size="sm">{asks}</Text>
          <Asked>{question.text}</Asked>
          {Object.entries(question.rest ?? {}).map(([name, value]) =>
            typeof value === 'string' ? (
              <Told key={name} name={name}>
                {value}
              </Told>
            ) : (
              <div key={name}>
                <Text size="sm" c="dimmed">
                  {name}
                </Text>
                <JsonView value={value} label={name} />
              </div>
            ),
          )}
        </Stack>
      );
    case 'other':
      return (
        <Stack gap="xs">
          <Text size="sm">{asks}</Text>
          <JsonView value={question.value} label={more} />
        </Stack>
      );
  }
}

function Asked({ children }: { readonly children: string }) {
  return (
    <Blockquote p="sm" fz="md" fw={600}>
      <Text inherit component="bdi" style={{ whiteSpace: 'pre-wrap' }}>
        {children}
      </Text>
    </Blockquote>
  );
}

/** A text that belongs to the question; a long one is folded. */
function Told({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <FoldedText>{children}</FoldedText>
    </div>
  );
}
