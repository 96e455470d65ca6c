import { getDefaultRegistry, withTheme } from '@rjsf/core';
import { Theme } from '@rjsf/mantine';
import type { RJSFSchema } from '@rjsf/utils';
import type { Fault } from '@telltale/api';
import { useMemo } from 'react';
import { errorsAtFields } from './field-path.ts';
import {
  FieldDescription,
  itemButtons,
  ListDescription,
  ListTitle,
  ObjectFields,
  WholeFieldErrors,
  YesOrNo,
} from './form-templates.tsx';
import { uiSchemaOf } from './ui-schema.ts';
import { formValidator } from './validator.ts';

/** The browser's own fields for days and times: they are read out, and take the keyboard and what is pasted. */
const timeWidgets = Object.fromEntries(
  Object.entries(getDefaultRegistry().widgets).filter(([name]) => /^(Date|DateTime|Time)Widget$/.test(name)),
);

const Form = withTheme({
  ...Theme,
  templates: {
    ...Theme.templates,
    ObjectFieldTemplate: ObjectFields,
    ArrayFieldTitleTemplate: ListTitle,
    ArrayFieldDescriptionTemplate: ListDescription,
    DescriptionFieldTemplate: FieldDescription,
    FieldErrorTemplate: WholeFieldErrors,
    ButtonTemplates: { ...Theme.templates?.ButtonTemplates, ...itemButtons },
  },
  widgets: {
    ...Theme.widgets,
    CheckboxWidget: YesOrNo,
    ...timeWidgets,
  },
});

interface SchemaFormProps {
  readonly schema: RJSFSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly faults: readonly Fault[];
  readonly isDisabled: boolean;
}

/** The fields that a schema tells of. What is wrong with them is found out by whoever submits them. */
export function SchemaForm({ schema, value, onChange, faults, isDisabled }: SchemaFormProps) {
  const uiSchema = useMemo(() => uiSchemaOf(schema), [schema]);
  const errors = useMemo(() => errorsAtFields(faults), [faults]);
  return (
    <Form
      tagName="div"
      schema={schema}
      uiSchema={uiSchema}
      validator={formValidator}
      formData={value}
      onChange={({ formData }) => onChange(formData)}
      extraErrors={errors}
      showErrorList={false}
      noHtml5Validate
      noValidate
      disabled={isDisabled}
    >
      {null}
    </Form>
  );
}
