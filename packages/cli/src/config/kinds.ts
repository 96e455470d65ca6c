import { z } from 'zod';

/** The kinds of values that many settings have, and how they are read from a text. */
export const text = z.string().min(1);
export const httpUrl = z.url({ protocol: /^https?$/ });
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

export const AN_HTTP_URL = 'a URL that begins with http:// or https://';
export const A_POSTGRES_URL = 'a URL that begins with postgres://';
export const YES_OR_NO = 'true or false';

export function list(given: string): readonly string[] {
  return given
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

export function yesOrNo(given: string): boolean | string {
  return { true: true, false: false }[given.trim().toLowerCase()] ?? given;
}

/** Private networks: all of them, none, or some. */
export const privateNetworks = z.union([z.boolean(), z.array(text)]);

export function privateNetworksFrom(given: string): unknown {
  const all = yesOrNo(given);
  return typeof all === 'boolean' ? all : list(given);
}
