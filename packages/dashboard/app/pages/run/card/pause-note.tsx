import { Text } from '@mantine/core';
import type { Asked, PauseView } from '@telltale/core';
import { useCurrentRun, useRunView } from '../../../live/use-run.ts';
import { later } from '../../../parts/later.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { text } from '../../../text/text.ts';

/** Few runs wait for an answer. */
const AnswerForm = later(async () => (await import('../../../parts/answer-form.tsx')).AnswerForm);

/** The place of the form in the page, for those who are led to it. */
export const ANSWER_ID = 'answer';

/** Who asked the run to pause or to be cancelled, when and why; and the question, where it waits for an answer. */
export function PauseNote() {
  const { runId } = useCurrentRun();
  const state = useRunView((view) => view.state);
  const pause = useRunView((view) => view.pause);
  const cancel = useRunView((view) => view.cancel);
  const words = text.run.card.paused;
  if (state === 'cancelling' || state === 'cancelled') {
    return cancel === null ? null : <Requested asked={cancel} what={words.cancelRequested} />;
  }
  if (pause === null) return null;
  if (state === 'pausing') return <Requested asked={pause} what={words.requested} />;
  if (state !== 'paused') return null;
  if (isAsking(pause)) {
    return (
      <div id={ANSWER_ID} tabIndex={-1}>
        {/* The same words may be asked again. */}
        <AnswerForm key={pause.at} runId={runId} question={pause.question} />
      </div>
    );
  }
  return (
    <div>
      <Requested asked={{ ...pause, at: pause.pausedAt ?? pause.at }} what={words.paused} />
      <Text size="sm">{words.retained}</Text>
    </div>
  );
}

function isAsking({ question }: PauseView): boolean {
  return question !== null && question !== undefined;
}

function Requested({ asked: { at, by, reason }, what }: { readonly asked: Asked; readonly what: string }) {
  const words = text.run.card.paused;
  return (
    <Text size="sm">
      {what} <Moment at={at} /> {by !== null && <bdi>{words.by(by)}</bdi>}
      {reason !== null && <bdi>: {words.because(reason)}</bdi>}
    </Text>
  );
}
