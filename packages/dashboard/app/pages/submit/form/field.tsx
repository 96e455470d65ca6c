import { ChoiceField } from './choice-field.tsx';
import type { FieldProps } from './form-state.ts';
import { JsonField } from './json-field.tsx';
import { choicesOf, type JsonSchema, typeOf } from './json-schema.ts';
import { ListField } from './list-field.tsx';
import { NumberField } from './number-field.tsx';
import { ObjectField } from './object-field.tsx';
import { OptionField } from './option-field.tsx';
import { TextField } from './text-field.tsx';
import { YesOrNoField } from './yes-or-no-field.tsx';

/** The field for whatever a schema tells of; JSON for what there is none for. */
export function Field(props: FieldProps) {
  const Kind = kindOf(props.schema);
  return <Kind {...props} />;
}

function kindOf(schema: JsonSchema): (props: FieldProps) => React.ReactNode {
  if (schema.enum !== undefined || schema.const !== undefined) return OptionField;
  if (choicesOf(schema) !== null) return ChoiceField;
  switch (typeOf(schema)) {
    case 'string':
      return TextField;
    case 'number':
    case 'integer':
      return NumberField;
    case 'boolean':
      return YesOrNoField;
    case 'array':
      return typeof schema.items === 'object' ? ListField : JsonField;
    case 'object':
      return schema.properties === undefined ? JsonField : ObjectField;
    default:
      return JsonField;
  }
}
