import { PALETTE } from '../pages/palette.ts';

/** Served as a file, because the policy of our pages allows no style in them. */
export const LOGIN_STYLE = `${PALETTE}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  grid-template-columns: minmax(0, 26rem);
  place-content: center;
  padding: 1rem;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  padding: 1.5rem;
  background: var(--panel);
  border: 1px solid var(--line);
  border-radius: 0.5rem;
}
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 0; font-size: 1rem; }
p { margin: 0.5rem 0; }
h2 ~ p { color: var(--quiet); }
a { color: var(--accent); }
label { display: block; margin-top: 1rem; font-weight: 600; }
input:not([type="hidden"]), button {
  width: 100%;
  min-height: 2.75rem;
  margin-top: 0.5rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 0.375rem;
  background: var(--panel);
  color: var(--ink);
  font: inherit;
}
button { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { margin: 0.5rem 0; padding: 0.75rem; white-space: pre-wrap; border: 1px solid var(--line); border-radius: 0.375rem; }
code { font: 0.875rem/1.5 ui-monospace, monospace; }
.fault { padding: 0.75rem; border: 1px solid var(--fault); border-radius: 0.375rem; color: var(--fault); }
`;
