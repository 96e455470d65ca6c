import type { ApiClient } from '@telltale/api';
import { allowsControl, type Control, TelltaleError } from '@telltale/core';
import type { WatchedRun } from './watched-run.ts';

/** What a key that asks something of the run is called, in the order in which they are shown. */
const CONTROL_KEYS = { p: 'pause', r: 'resume', c: 'cancel' } as const satisfies Record<string, Control>;
type KeyControl = (typeof CONTROL_KEYS)[keyof typeof CONTROL_KEYS];

export interface WatchKeysOptions {
  readonly api: ApiClient;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** What has to be said has changed. */
  readonly onChange: () => void;
  /** `q`, and Ctrl-C. */
  readonly onQuit: (how: 'quit' | 'interrupted') => void;
}

/** What the keys do in a watch: `q` leaves, others ask something of the run, if it can be asked that. */
export class WatchKeys {
  readonly #options: WatchKeysOptions;
  #notice: string | null = null;
  #isAskingToCancel = false;

  constructor(options: WatchKeysOptions) {
    this.#options = options;
  }

  /** What became of the last key. */
  get notice(): string | null {
    return this.#notice;
  }

  /** The keys that do something now: `q quit (the run goes on) · p pause · c cancel`. */
  hint({ view }: WatchedRun): string {
    if (this.#isAskingToCancel) return 'y yes, cancel it · any other key: no';
    const controls = Object.entries(CONTROL_KEYS).filter(([, control]) => allowsControl(view.state, control));
    return ['q quit (the run goes on)', ...controls.map(([key, control]) => `${key} ${control}`)].join(' · ');
  }

  /** `null`: the run has not come yet, so that one can only leave. */
  press(key: string, watched: WatchedRun | null): void {
    const wasAsking = this.#isAskingToCancel;
    this.#isAskingToCancel = false;
    this.#notice = null;
    if (key === '\u0003') this.#options.onQuit('interrupted');
    else if (wasAsking) this.#answer(key);
    else if (key === 'q') this.#options.onQuit('quit');
    else if (watched !== null && isControlKey(key)) this.#control(CONTROL_KEYS[key], watched);
    this.#options.onChange();
  }

  #answer(key: string): void {
    if (key === 'y') this.#ask('cancel');
    else this.#notice = 'Not cancelled.';
  }

  #control(control: KeyControl, { view }: WatchedRun): void {
    if (!allowsControl(view.state, control)) return;
    if (control === 'resume' && view.pause?.question != null) {
      this.#notice = 'It waits for an answer: quit, and give it with "telltale answer".';
    } else if (control === 'cancel') {
      this.#isAskingToCancel = true;
      this.#notice = 'Cancel this run?';
    } else {
      this.#ask(control);
    }
  }

  #ask(control: KeyControl): void {
    const { api, runId, signal, onChange } = this.#options;
    const calls = { pause: api.pauseRun, resume: api.resumeRun, cancel: api.cancelRun };
    this.#notice = `Asked to ${control} …`;
    const say = (text: string | null) => {
      this.#notice = text;
      onChange();
    };
    calls[control]({ runId }, { signal }).then(
      () => say(null),
      (error: unknown) => say(error instanceof TelltaleError ? error.message : String(error)),
    );
  }
}

function isControlKey(key: string): key is keyof typeof CONTROL_KEYS {
  return Object.hasOwn(CONTROL_KEYS, key);
}
