import { Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import type { RJSFSchema } from '@rjsf/utils';
import type { Fault } from '@telltale/api';
import { JsonEditor } from '../../parts/json-editor.tsx';
import { parseJson } from '../../parts/json-fault.ts';
import { text } from '../../text/text.ts';
import type { Draft } from './draft.ts';
import { SchemaForm } from './form/schema-form.tsx';
import { fieldsFor, type Variant } from './form/variants.ts';

interface InputFieldsProps {
  /** `null`: the pipeline does not say what it takes. */
  readonly schema: RJSFSchema | null;
  readonly variants: readonly Variant[] | null;
  /** Which of the variants is filled in. */
  readonly variant: number;
  readonly draft: Draft;
  readonly faults: readonly Fault[];
  readonly isDisabled: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onVariant: (variant: number) => void;
}

/** The input of a run: a form of what its pipeline takes, or JSON, which stay the same. */
export function InputFields({
  schema,
  variants,
  variant,
  draft,
  faults,
  isDisabled,
  onChange,
  onVariant,
}: InputFieldsProps) {
  const { mode, form, input, jsonHint, jsonFirst, jsonOnly, noFields, variant: whichOne } = text.submit;
  const { json } = draft;
  const isBroken = json !== null && parseJson(json).fault !== null;
  const shown = variants?.[variant]?.schema ?? schema;

  function writeJson(written: string): void {
    const { fault, value } = parseJson(written);
    onChange(fault === null ? { json: written, input: value } : { json: written });
  }

  function chooseVariant(next: number): void {
    const fields = variants?.[next]?.schema;
    if (fields === undefined) return;
    onVariant(next);
    onChange({ input: fieldsFor(fields, draft.input) });
  }

  return (
    <Stack gap="sm">
      {schema === null ? (
        <Text size="sm">{jsonOnly}</Text>
      ) : (
        <SegmentedControl
          aria-label={mode}
          style={{ alignSelf: 'flex-start' }}
          data={[
            { value: 'form', label: form, disabled: isBroken },
            { value: 'json', label: text.common.json },
          ]}
          value={json === null ? 'form' : 'json'}
          onChange={(next) => onChange({ json: next === 'json' ? JSON.stringify(draft.input, null, 2) : null })}
        />
      )}
      {json !== null || shown === null ? (
        <JsonEditor
          label={input}
          description={isBroken && schema !== null ? jsonFirst : jsonHint}
          value={json ?? JSON.stringify(draft.input, null, 2)}
          onChange={writeJson}
          isDisabled={isDisabled}
          isEmptyWrong
        />
      ) : (
        <>
          {variants !== null && variants.length > 1 && (
            <Radio.Group label={whichOne} value={String(variant)} onChange={(next) => chooseVariant(Number(next))}>
              <Stack gap="xs" mt="xs">
                {variants.map(({ label }, index) => (
                  <Radio key={label} value={String(index)} label={label} disabled={isDisabled} />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {Object.keys(shown.properties ?? {}).length === 0 && shown.type === 'object' ? (
            <Text size="sm">{noFields}</Text>
          ) : (
            <SchemaForm
              // Another form has other defaults, which are filled in as it comes.
              key={variant}
              schema={shown}
              value={draft.input}
              onChange={(value) => onChange({ input: value })}
              faults={faults}
              isDisabled={isDisabled}
            />
          )}
        </>
      )}
    </Stack>
  );
}
