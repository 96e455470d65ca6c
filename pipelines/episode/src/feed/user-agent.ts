/** What sites are told of who asks: some answer nobody who says nothing. */
export const USER_AGENT = 'Telltale/0.1 (podcast library)';
