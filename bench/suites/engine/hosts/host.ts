/** What executes runs in this process: a worker of the engine, or DBOS without it. */
export interface Host extends AsyncDisposable {
  /** Puts a run of so many steps, items or actions into its queue. */
  submit(units: number): Promise<void>;
}

export interface HostOptions<Context> {
  /** Runs in work at a time. */
  readonly atOnce: number;
  /** What a run does, with what its host gives it. */
  readonly run: (context: Context, units: number) => Promise<void>;
  /** Called when a run is over, and all of it durable but its own outcome. */
  readonly left: () => void;
}

export type OpenHost<Context> = (url: string, options: HostOptions<Context>) => Promise<Host>;
