export const entities = {
  title: 'Entity',
} as const;
