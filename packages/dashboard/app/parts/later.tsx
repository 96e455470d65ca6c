import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

/** A component that is loaded when it is first shown, for what few see: its place stays empty until it is there. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => ReactNode {
  const Loaded: ComponentType<P> = lazy(async () => ({ default: await load() }));
  return (props) => (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
