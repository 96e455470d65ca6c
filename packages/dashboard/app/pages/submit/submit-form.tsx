import { Alert, Button, Fieldset, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Fault } from '@telltale/api';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { useIsOperator } from '../../live/session.ts';
import { Failure } from '../../parts/failure.tsx';
import { parseJson } from '../../parts/json-fault.ts';
import { JsonView } from '../../parts/json-view.tsx';
import { text } from '../../text/text.ts';
import { type Draft, keepDraft, NO_DRAFT, readDraft } from './draft.ts';
import { FaultSummary } from './fault-summary.tsx';
import { FieldLegend } from './form/field-legend.tsx';
import { findFaults } from './form/find-faults.ts';
import { type JsonSchema, readSchema } from './form/json-schema.ts';
import { presentSchema } from './form/present-schema.ts';
import { choiceOf, variantsOf } from './form/variants.ts';
import { withDefaults } from './form/with-defaults.ts';
import { InputFields } from './input-fields.tsx';
import type { Pipeline } from './pipeline-choice.tsx';
import { SubmissionOutcome } from './submission-outcome.tsx';
import { useSubmission } from './use-submission.ts';

interface SubmitFormProps {
  readonly pipeline: Pipeline;
  /** What the input begins with instead of what was typed before. */
  readonly given: Readonly<Record<string, unknown>> | null;
}

/** Asks what a pipeline wants to know, and submits a run of it. */
export function SubmitForm({ pipeline, given }: SubmitFormProps) {
  const { name } = pipeline;
  const isOperator = useIsOperator();
  const navigate = useNavigate();
  const { whole, variants } = useMemo(() => formOf(pipeline), [pipeline]);
  const empty = useMemo((): Draft => ({ ...NO_DRAFT, input: withDefaults(variants[0] ?? {}, {}) }), [variants]);
  const [draft, setDraft] = useState<Draft>(() => {
    if (given !== null) return { ...NO_DRAFT, input: given };
    return readDraft(name, sessionStorage) ?? empty;
  });
  const [variant, setVariant] = useState(() => choiceOf(variants, draft.input));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => keepDraft(name, draft === empty ? null : draft, sessionStorage), [name, draft, empty]);

  const submission = useSubmission((submitted) => {
    if (submitted.kind === 'run' && submitted.run.created) keepDraft(name, null, sessionStorage);
  });
  const { error, data: submitted, isPending } = submission;

  function change(part: Partial<Draft>): void {
    const next = { ...draft, ...part };
    setDraft(next);
    // What is written as JSON may be another of them.
    if (part.json !== undefined) setVariant(choiceOf(variants, next.input));
    if (faults.length > 0) setFaults(faultsIn(next.input));
    if (submission.isError || submission.isSuccess) submission.reset();
  }

  function faultsIn(input: unknown): readonly Fault[] {
    const wanted = variants[variant] ?? whole;
    return wanted === null ? [] : findFaults(wanted, input);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isOperator || isPending || (draft.json !== null && parseJson(draft.json).fault !== null)) return;
    const { input, priority, reason } = draft;
    const found = faultsIn(input);
    setFaults(found);
    setAttempt((before) => before + 1);
    if (found.length > 0) {
      submission.reset();
      return;
    }
    submission.mutate(
      {
        ...{ pipeline: name, input },
        ...(priority === null ? {} : { priority }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      },
      {
        // Whoever has gone elsewhere in the meantime is left there.
        onSuccess: (submitted) => {
          if (submitted.kind === 'known' || !submitted.run.created) return;
          void navigate({ to: '/runs/$runId', params: { runId: submitted.run.runId } });
        },
        onError: ({ faults: told }) => {
          setFaults(told);
          setAttempt((before) => before + 1);
        },
      },
    );
  }

  function startOver(): void {
    setDraft(empty);
    setVariant(0);
    setFaults([]);
    submission.reset();
  }

  return (
    <form onSubmit={submit} noValidate aria-label={name}>
      <Stack gap="md">
        {!isOperator && <Alert color="gray">{text.common.notAllowed}</Alert>}
        <FaultSummary faults={faults} attempt={attempt} />
        {error !== null && faults.length === 0 && <Failure error={error} title={text.submit.notSubmitted} />}
        {submitted !== undefined && (submitted.kind === 'known' || !submitted.run.created) && (
          <SubmissionOutcome submitted={submitted} />
        )}
        {variants.length === 0 && <Text size="sm">{whole === null ? text.submit.jsonOnly : text.submit.noForm}</Text>}
        <InputFields
          variants={variants}
          variant={variant}
          draft={draft}
          faults={faults}
          isDisabled={!isOperator}
          onChange={change}
          onVariant={(next) => {
            setVariant(next);
            setFaults([]);
          }}
        />
        {variants.length === 0 && whole !== null && <JsonView value={whole} label={text.submit.takes} />}
        <Fieldset legend={<FieldLegend name={text.submit.optional} isNeeded={false} />}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput
              label={text.submit.priority}
              description={text.submit.priorityHint}
              value={draft.priority ?? ''}
              onChange={(value) => change({ priority: typeof value === 'number' ? value : null })}
              min={0}
              max={2_147_483_647}
              allowDecimal={false}
              allowNegative={false}
              disabled={!isOperator}
            />
            <TextInput
              label={text.submit.reason}
              description={text.submit.reasonHint}
              value={draft.reason}
              onChange={(event) => change({ reason: event.currentTarget.value })}
              maxLength={2_000}
              disabled={!isOperator}
            />
          </SimpleGrid>
        </Fieldset>
        <Group>
          <Button type="submit" loading={isPending} disabled={!isOperator}>
            {text.submit.submit}
          </Button>
          <Button variant="default" onClick={startOver} disabled={!isOperator || isPending}>
            {text.submit.reset}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What a pipeline takes, and the lists of fields that it can be; none if there is no form for it. */
function formOf({ inputSchema }: Pipeline): {
  readonly whole: JsonSchema | null;
  readonly variants: readonly JsonSchema[];
} {
  const told = readSchema(inputSchema);
  if (told === null) return { whole: null, variants: [] };
  const whole = presentSchema(told);
  return { whole, variants: variantsOf(whole) ?? (whole.properties === undefined ? [] : [whole]) };
}
