/** What a process of the suite says. `url`: where the server is, or nothing. */
export type FromService = { readonly type: 'ready'; readonly url: string };

export type ToService = { readonly type: 'stop' };
