import type { ReactNode } from 'react';
import { forgetRuns } from '../live/remember-run.ts';

/** Ends the session when the button in it is pressed, and takes away what this browser keeps of runs. */
export function LogOutForm({ children }: { readonly children: ReactNode }) {
  return (
    <form method="post" action="/logout" onSubmit={forgetRuns}>
      {children}
    </form>
  );
}
