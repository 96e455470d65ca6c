import type { WorkerHooks } from '@telltale/engine';

// biome-ignore lint/suspicious/noExplicitAny: any hook, with whatever it is told.
type AnyHook = (told: any) => void | Promise<void>;

/**
 * Several hooks as one: each is told of every moment, in the order given. One that throws does not keep the others from
 * being told. A moment that none of them wants to know of is not there, so it costs nothing.
 */
export function joinHooks(...all: readonly WorkerHooks[]): WorkerHooks {
  const names = new Set(all.flatMap((hooks) => Object.keys(hooks) as (keyof WorkerHooks)[]));
  return Object.fromEntries([...names].map((name) => [name, together(all.map((hooks) => hooks[name]))]));
}

function together(hooks: readonly (AnyHook | undefined)[]): AnyHook {
  const given = hooks.filter((hook) => hook !== undefined);
  return (told) => {
    const waiting: Promise<void>[] = [];
    const errors: unknown[] = [];
    for (const hook of given) {
      try {
        const waited = hook(told);
        if (waited instanceof Promise) waiting.push(waited);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    return waiting.length === 0 ? undefined : Promise.all(waiting).then(() => undefined);
  };
}
