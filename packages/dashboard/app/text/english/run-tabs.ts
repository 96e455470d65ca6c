export const runTabs = { title: 'What it did' } as const;
