import type { RJSFSchema, UiSchema } from '@rjsf/utils';

/** Texts that may be longer than this get more than one line. */
const ONE_LINE_CHARACTERS = 300;

/** How the fields of an object are shown where the schema alone does not say it. */
export function uiSchemaOf({ properties = {} }: RJSFSchema): UiSchema {
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    if (typeof field === 'boolean') return [];
    const { type, format, pattern, enum: choices, maxLength = 0 } = field;
    const isLong = maxLength > ONE_LINE_CHARACTERS && !format && !pattern && !choices;
    if (type === 'string' && isLong) return [[name, { 'ui:widget': 'textarea', 'ui:autosize': true, 'ui:minRows': 3 }]];
    return type === 'object' ? [[name, uiSchemaOf(field)]] : [];
  });
  return { ...Object.fromEntries(fields), 'ui:submitButtonOptions': { norender: true } };
}
