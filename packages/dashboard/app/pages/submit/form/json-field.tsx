import { useState } from 'react';
import { JsonEditor } from '../../../parts/json-editor.tsx';
import { parseJson } from '../../../parts/json-fault.ts';
import { type FieldProps, useFieldBasics } from './form-state.ts';

/** A value for which there is no field of its own: JSON. */
export function JsonField(props: FieldProps) {
  const { value, onChange } = props;
  const { id, label, description, required, disabled, error } = useFieldBasics(props);
  const [written, setWritten] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));

  function write(next: string): void {
    setWritten(next);
    const { fault, value: parsed } = parseJson(next);
    if (fault === null) onChange(parsed);
    else if (next.trim() === '') onChange(undefined);
  }

  return (
    <JsonEditor
      id={id}
      label={label}
      {...(description === undefined ? {} : { description })}
      isNeeded={required}
      value={written}
      onChange={write}
      error={error}
      isDisabled={disabled}
    />
  );
}
