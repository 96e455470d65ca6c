import type { Fault } from '@telltale/api';
import { useMemo } from 'react';
import { Field } from './field.tsx';
import { FormProvider } from './form-state.ts';
import type { JsonSchema } from './json-schema.ts';

interface SchemaFormProps {
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly faults: readonly Fault[];
  readonly isDisabled: boolean;
}

/** The fields that a schema tells of. What is wrong with them is found out by whoever submits them. */
export function SchemaForm({ schema, value, onChange, faults, isDisabled }: SchemaFormProps) {
  const state = useMemo(
    () => ({
      Field,
      isDisabled,
      faultAt: (at: string) => faults.find(({ path }) => path === at)?.message,
    }),
    [faults, isDisabled],
  );
  return (
    <FormProvider value={state}>
      <Field schema={schema} path="" value={value} isNeeded onChange={onChange} />
    </FormProvider>
  );
}
