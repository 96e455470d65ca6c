export const needsYou = {
  title: 'Needs you',
} as const;
