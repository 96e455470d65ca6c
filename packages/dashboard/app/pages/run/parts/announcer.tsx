import { VisuallyHidden } from '@mantine/core';
import { currentStep } from '@telltale/core';
import { verdictOfPicture } from '../../../live/run-picture.ts';
import { useRunAt, useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';

/** Tells those who hear the page when the run's verdict or its step changes, and of nothing else. */
export function Announcer() {
  const verdict = useRunAt((picture, now) => verdictOfPicture(picture, now)?.name ?? null);
  const place = useRunView((view) => {
    const step = currentStep(view);
    return step === null ? null : text.run.place(step.number, view.steps.length, step.name);
  });
  return (
    <VisuallyHidden role="status" data-announcer>
      {verdict !== null && text.run.announce(text.verdictWord[verdict], place)}
    </VisuallyHidden>
  );
}
