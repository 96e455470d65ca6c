import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { type FieldProps, useFieldBasics, useFormState } from './form-state.ts';
import { choicesOf, typeOf } from './json-schema.ts';
import { choiceOf, fieldsFor } from './variants.ts';
import { withDefaults } from './with-defaults.ts';

/** A value that may be of several kinds: which of them it is, and its field. */
export function ChoiceField(props: FieldProps) {
  const { schema, path, value, isNeeded, onChange } = props;
  const { Field } = useFormState();
  const { error, ...basics } = useFieldBasics(props);
  const choices = choicesOf(schema) ?? [];
  const [index, setIndex] = useState(() => choiceOf(choices, value));
  const choice = choices[index] ?? {};
  const isNull = [choice.type].flat().join() === 'null';

  function choose(next: number): void {
    const chosen = choices[next] ?? {};
    setIndex(next);
    if ([chosen.type].flat().join() === 'null') onChange(null);
    else onChange(withDefaults(chosen, typeOf(chosen) === 'object' ? fieldsFor(chosen, value) : undefined, isNeeded));
  }

  return (
    <Stack gap="xs">
      <Select
        {...basics}
        {...(isNull ? { error } : {})}
        data={choices.map(({ title }, each) => ({ value: String(each), label: title ?? String(each + 1) }))}
        value={String(index)}
        onChange={(next) => next !== null && choose(Number(next))}
        allowDeselect={false}
        styles={{ wrapper: { maxWidth: '24rem' } }}
      />
      {!isNull && (
        <Field key={index} schema={choice} path={path} value={value} isNeeded={isNeeded} onChange={onChange} />
      )}
    </Stack>
  );
}
