import { createContext, useContext } from 'react';
import { fieldIdOf } from './field-path.ts';
import type { JsonSchema } from './json-schema.ts';

interface FormState {
  readonly isDisabled: boolean;
  /** What is wrong with the field of a path. */
  readonly faultAt: (path: string) => string | undefined;
  /** The component for whatever a schema tells of: fields have fields within them. */
  readonly Field: (props: FieldProps) => React.ReactNode;
}

const FormContext = createContext<FormState | null>(null);

/** For all fields of a form. */
export const FormProvider = FormContext.Provider;

export interface FieldProps {
  readonly schema: JsonSchema;
  /** `steps[2].url`. */
  readonly path: string;
  readonly value: unknown;
  readonly isNeeded: boolean;
  /** `undefined`: it is left out. */
  readonly onChange: (value: unknown) => void;
}

export function useFormState(): FormState {
  const state = useContext(FormContext);
  if (state === null) throw new Error('A field belongs in a form.');
  return state;
}

/** What every field is told alike. */
export function useFieldBasics({ schema, path, isNeeded }: FieldProps) {
  const { isDisabled, faultAt } = useFormState();
  return {
    id: fieldIdOf(path),
    label: schema.title ?? path,
    description: schema.description,
    required: isNeeded && schema.default === undefined,
    disabled: isDisabled,
    error: faultAt(path),
  };
}
