import { PALETTE } from './palette.ts';

/** Served as a file, because the policy of our pages allows no style in them. */
export const PAGES_STYLE = `${PALETTE}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: break-word;
}
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { margin: 0.5rem 0; font-size: 1.75rem; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.375rem; }
h3 { margin: 0; font-size: 1.0625rem; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.875rem; color: var(--quiet); }
p { margin: 0.5rem 0; }
a { color: var(--accent); }
nav ul { margin: 0.5rem 0; padding: 0; list-style: none; columns: 18rem; }
nav li { break-inside: avoid; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: 0.875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre {
  margin: 0.25rem 0;
  padding: 0.75rem;
  overflow-x: auto;
  border: 1px solid var(--line);
  border-radius: 0.375rem;
  background: var(--ground);
}
pre code { overflow-wrap: normal; }
.operation, .schema {
  margin: 1rem 0;
  padding: 1rem;
  border: 1px solid var(--line);
  border-radius: 0.5rem;
  background: var(--panel);
}
.quiet { color: var(--quiet); }
.method { text-transform: uppercase; font-weight: 700; color: var(--accent); }
dl { margin: 0; }
dt { margin-top: 0.5rem; }
dd { margin: 0 0 0 1.25rem; color: var(--quiet); }
`;
