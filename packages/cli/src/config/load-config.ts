export interface LoadedConfig {
  readonly values: {
    readonly data: string;
    readonly server: { readonly url?: string; readonly token?: string; readonly host: string; readonly port: number };
  };
}

export async function loadConfig(_: {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}): Promise<LoadedConfig> {
  throw new Error('not written yet');
}
