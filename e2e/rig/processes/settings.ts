/** What a process of the stage has to know. Plain data. */
export interface ProcessSettings {
  readonly url: string;
  /** For the files of runs and episodes. */
  readonly folder: string;
  readonly directorUrl: string;
  /** Whether there are episodes, too, whose audio and names are heard and found by scripted engines. */
  readonly hasEpisodes: boolean;
}

export interface WorkerSettings extends ProcessSettings {
  /** How often it looks after runs that are stuck or that others have left, in ms. */
  readonly watchdogMs: number;
}

export interface ServerSettings extends ProcessSettings {
  /** 0: any that is free. */
  readonly port: number;
  /** Whether everybody has to log in. */
  readonly login: boolean;
}

export type FromServer = { readonly type: 'ready'; readonly port: number };

export type FromWorker = { readonly type: 'ready'; readonly workerId: string };
