import { Select } from '@mantine/core';
import { text } from '../../../text/text.ts';
import { type FieldProps, useFieldBasics } from './form-state.ts';

/** One of several values that a field can have, of any type. */
export function OptionField(props: FieldProps) {
  const { schema, value, isNeeded, onChange } = props;
  const options = schema.enum ?? [schema.const];
  const chosen = options.indexOf(value);
  return (
    <Select
      {...useFieldBasics(props)}
      data={options.map((option, index) => ({ value: String(index), label: String(option) }))}
      value={chosen === -1 ? null : String(chosen)}
      onChange={(index) => onChange(index === null ? undefined : options[Number(index)])}
      placeholder={text.submit.chooseOne}
      allowDeselect={!isNeeded}
      searchable={options.length > 10}
      styles={{ wrapper: { maxWidth: '24rem' } }}
    />
  );
}
