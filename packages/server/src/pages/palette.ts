/** The colours of all pages that the server renders itself, for light and dark. */
export const PALETTE = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #16181c);
  --panel: light-dark(#ffffff, #1f2227);
  --ink: light-dark(#1b1e23, #e8eaed);
  --quiet: light-dark(#555c66, #a4abb6);
  --line: light-dark(#c4c9d1, #464c56);
  --accent: light-dark(#0b5cad, #7db8f5);
  --on-accent: light-dark(#ffffff, #10151b);
  --fault: light-dark(#a8201a, #ff9d94);
}`;
