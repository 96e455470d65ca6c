import { Checkbox } from '@mantine/core';
import { type FieldProps, useFieldBasics } from './form-state.ts';

export function YesOrNoField(props: FieldProps) {
  // An empty box is an answer: it is never missing.
  const { required: _, ...basics } = useFieldBasics(props);
  return (
    <Checkbox
      {...basics}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}
