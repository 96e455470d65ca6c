export const submit = {
  title: 'Submit',
} as const;
