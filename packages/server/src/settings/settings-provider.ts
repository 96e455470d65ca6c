import type { SettingsBody } from '@telltale/api';

/** Whoever has configured the server, and can say how. */
export interface SettingsProvider {
  /** What is in force, without any secret, and what is found on looking. It says by itself what could not be looked at. */
  read(): Promise<SettingsBody>;
}
