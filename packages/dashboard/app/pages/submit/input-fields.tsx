import { Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Fault } from '@telltale/api';
import { JsonEditor } from '../../parts/json-editor.tsx';
import { parseJson } from '../../parts/json-fault.ts';
import { text } from '../../text/text.ts';
import type { Draft } from './draft.ts';
import type { JsonSchema } from './form/json-schema.ts';
import { SchemaForm } from './form/schema-form.tsx';
import { fieldsFor } from './form/variants.ts';
import { withDefaults } from './form/with-defaults.ts';

interface InputFieldsProps {
  /** The lists of fields that the input can be. Empty: there is no form for it. */
  readonly variants: readonly JsonSchema[];
  /** Which of them is filled in. */
  readonly variant: number;
  readonly draft: Draft;
  readonly faults: readonly Fault[];
  readonly isDisabled: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onVariant: (variant: number) => void;
}

/** The input of a run: a form of what its pipeline takes, or JSON. Whatever is changed in one is so in the other. */
export function InputFields(props: InputFieldsProps) {
  const { variants, variant, draft, faults, isDisabled, onChange, onVariant } = props;
  const { json } = draft;
  const isBroken = json !== null && parseJson(json).fault !== null;
  const schema = variants[variant];

  function writeJson(written: string): void {
    const { fault, value } = parseJson(written);
    onChange(fault === null ? { json: written, input: value } : { json: written });
  }

  function chooseVariant(next: number): void {
    const chosen = variants[next];
    if (chosen === undefined) return;
    onVariant(next);
    onChange({ input: withDefaults(chosen, fieldsFor(chosen, draft.input)) });
  }

  return (
    <Stack gap="md">
      {schema !== undefined && (
        <SegmentedControl
          aria-label={text.submit.mode}
          style={{ alignSelf: 'flex-start' }}
          data={[
            { value: 'form', label: text.submit.form, disabled: isBroken },
            { value: 'json', label: text.common.json },
          ]}
          value={json === null ? 'form' : 'json'}
          onChange={(next) => onChange({ json: next === 'json' ? JSON.stringify(draft.input, null, 2) : null })}
        />
      )}
      {json === null && schema !== undefined ? (
        <>
          {variants.length > 1 && (
            <Radio.Group
              label={text.submit.variant}
              value={String(variant)}
              onChange={(next) => chooseVariant(Number(next))}
            >
              <Stack gap="xs" mt="xs">
                {variants.map((each, index) => (
                  <Radio
                    key={each.title}
                    value={String(index)}
                    label={each.title}
                    description={aboutVariant(each)}
                    disabled={isDisabled}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {Object.keys(schema.properties ?? {}).length === 0 && <Text size="sm">{text.submit.noFields}</Text>}
          <SchemaForm
            key={variant}
            schema={schema}
            value={draft.input}
            onChange={(input) => onChange({ input })}
            faults={faults}
            isDisabled={isDisabled}
          />
        </>
      ) : (
        <JsonEditor
          label={text.submit.input}
          description={isBroken && schema !== undefined ? text.submit.jsonFirst : text.submit.jsonHint}
          value={json ?? JSON.stringify(draft.input, null, 2)}
          onChange={writeJson}
          isDisabled={isDisabled}
          isEmptyWrong
        />
      )}
    </Stack>
  );
}

function aboutVariant({ properties = {}, required = [] }: JsonSchema): string {
  return required.map((name) => properties[name]?.description ?? '').join(' ');
}
