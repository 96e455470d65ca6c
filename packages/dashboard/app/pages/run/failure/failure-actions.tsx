import { Group, Stack } from '@mantine/core';
import { IconEdit, IconListDetails, IconPlayerSkipBack, IconRefresh, IconRotateClockwise } from '@tabler/icons-react';
import type { RunFailure } from '@telltale/core';
import { useState } from 'react';
import { asApiError } from '../../../live/client.ts';
import { useIsOperator } from '../../../live/session.ts';
import { useCurrentRun, useRunView } from '../../../live/use-run.ts';
import { ControlButton } from '../../../parts/controls/control-button.tsx';
import { controlledSteps, stepToRetry } from '../../../parts/controls/controlled-run.ts';
import { RerunDialog, RetryDialog } from '../../../parts/controls/dialogs.tsx';
import { useStartAgain } from '../../../parts/controls/use-start-again.ts';
import { Failure } from '../../../parts/failure.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { text } from '../../../text/text.ts';

type DialogName = 'retry' | 'fresh' | 'rerun';

/** Buttons for what can be done about a failed run. */
export function FailureActions({ failure: { step: failedStep } }: { readonly failure: RunFailure }) {
  const words = text.run.failure;
  const { runId } = useCurrentRun();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const steps = useRunView((view) => view.steps) ?? [];
  const pipeline = useRunView((view) => view.pipeline);
  const subject = useRunView((view) => view.subject);
  const refusal = useIsOperator() ? null : text.common.notAllowed;
  const retryItems = useStartAgain(runId);
  const step = steps.find(({ name }) => name === failedStep) ?? null;
  const retryStep = stepToRetry(steps);
  const run = { runId, retryStep, steps: controlledSteps(steps) };
  const close = () => setDialog(null);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <ControlButton
          label={text.run.controls.retry}
          icon={IconRotateClockwise}
          refusal={refusal}
          variant="filled"
          onClick={() => setDialog('retry')}
        />
        {retryStep?.isItemised === true && (
          <ControlButton
            label={text.run.controls.retryFresh}
            icon={IconRefresh}
            refusal={refusal}
            onClick={() => setDialog('fresh')}
          />
        )}
        {step !== null && step.counts.failed > 0 && (
          <ControlButton
            label={words.retryItems(step.counts.failed, step.unit ?? 'items')}
            icon={IconRefresh}
            refusal={refusal}
            loading={retryItems.isPending}
            onClick={() => retryItems.mutate({ how: 'retryItems', step: step.name })}
          />
        )}
        <ControlButton
          label={text.run.controls.rerun}
          icon={IconPlayerSkipBack}
          refusal={refusal}
          onClick={() => setDialog('rerun')}
        />
        {pipeline === 'episode' && subject !== null && (
          <LinkButton
            to="/episodes/$episodeId"
            params={{ episodeId: subject }}
            variant="default"
            leftSection={<IconEdit size={16} aria-hidden />}
          >
            {words.editEpisode}
          </LinkButton>
        )}
        <LinkButton
          from="/runs/$runId"
          to="."
          search={{ tab: 'timeline', ...(failedStep === null ? {} : { step: failedStep }) }}
          hash="work"
          variant="subtle"
          leftSection={<IconListDetails size={16} aria-hidden />}
        >
          {words.showTimeline}
        </LinkButton>
      </Group>
      {retryItems.error !== null && (
        <Failure error={asApiError(retryItems.error)} title={text.run.controls.failed.retryItems} />
      )}
      {(dialog === 'retry' || dialog === 'fresh') && (
        <RetryDialog run={run} isFresh={dialog === 'fresh'} onClose={close} />
      )}
      {dialog === 'rerun' && <RerunDialog run={run} fromStep={failedStep ?? undefined} onClose={close} />}
    </Stack>
  );
}
