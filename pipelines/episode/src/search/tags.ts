import { primaryLanguage } from '../ask/language-name.ts';

/** By what vectors can be narrowed down in their store. */
export function languageTag(language: string): string {
  return `language:${primaryLanguage(language)}`;
}

export function entityTag(entityId: number): string {
  return `entity:${entityId}`;
}
