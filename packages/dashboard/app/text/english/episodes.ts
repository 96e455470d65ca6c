export const episodes = {
  title: 'Episodes',
} as const;
