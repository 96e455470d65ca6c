import type { BrowserOptions } from '@telltale/browser';

/** Lets a session visit a page of the scripted sites, which are on this machine. All else is as it comes. */
export function toVisit(pageUrl: string): BrowserOptions {
  const { hostname, port } = new URL(pageUrl);
  return {
    allowPrivateNetworks: [hostname],
    outbound: { lookup: async () => ['127.0.0.1'], ports: [Number(port)] },
  };
}
