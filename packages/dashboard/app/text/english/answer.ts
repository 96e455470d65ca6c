export const answer = { title: 'Answer' } as const;
