import { NumberInput } from '@mantine/core';
import { type FieldProps, useFieldBasics } from './form-state.ts';
import { typeOf } from './json-schema.ts';

export function NumberField(props: FieldProps) {
  const { schema, value, onChange } = props;
  const { minimum, maximum } = schema;
  return (
    <NumberInput
      {...useFieldBasics(props)}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      allowDecimal={typeOf(schema) === 'number'}
      allowNegative={minimum === undefined || minimum < 0}
      {...(minimum === undefined ? {} : { min: minimum })}
      {...(maximum === undefined ? {} : { max: maximum })}
      // What is out of bounds is said, not changed behind one's back.
      clampBehavior="none"
      styles={{ wrapper: { maxWidth: '14rem' } }}
    />
  );
}
