import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { VERDICTS, type VerdictName } from '@telltale/core';
import { text } from '../text/text.ts';

/** The lamp: Telltale's own blue. */
const lamp: MantineColorsTuple = [
  '#e9f4fd',
  '#d3e6f6',
  '#a4cbea',
  '#72afdf',
  '#4c97d5',
  '#3488d0',
  '#1f78c4',
  '#176db7',
  '#0b5cad',
  '#00508f',
];

export const theme = createTheme({
  primaryColor: 'lamp',
  // White on either of them has a contrast of at least 4.5.
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  // Where black and white on a colour have the same contrast: whichever is chosen has at least 4.5.
  luminanceThreshold: 0.179,
  colors: { lamp },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "Source Code Pro", Menlo, Consolas, monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The top of a dialog would count as a second banner of the page.
    ModalHeader: { defaultProps: { role: 'none' } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': text.common.close } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': text.common.close } } },
  },
});

interface Paint {
  /** Text and icons. */
  readonly ink: string;
  readonly ground: string;
  /** Bars, dots and borders. */
  readonly solid: string;
}

/** Ink on its ground has a contrast of at least 4.5, solid on a page of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const VERDICT_PAINT: Readonly<Record<VerdictName, { readonly light: Paint; readonly dark: Paint }>> = {
  queued: {
    light: { ink: '#495057', ground: '#eef0f2', solid: '#6c757d' },
    dark: { ink: '#ced4da', ground: '#343a40', solid: '#adb5bd' },
  },
  working: {
    light: { ink: '#0b5cad', ground: '#e3f0fc', solid: '#1c7ed6' },
    dark: { ink: '#9fd0ff', ground: '#11304d', solid: '#4dabf7' },
  },
  quiet: {
    light: { ink: '#7a4f00', ground: '#fff3d6', solid: '#b57a00' },
    dark: { ink: '#ffd980', ground: '#3d2f0a', solid: '#e0a526' },
  },
  looping: {
    light: { ink: '#8a2f8f', ground: '#fae8fb', solid: '#ae3ec9' },
    dark: { ink: '#f0b6f5', ground: '#3c1a40', solid: '#da77f2' },
  },
  stuck: {
    light: { ink: '#9c3400', ground: '#ffe8db', solid: '#d9480f' },
    dark: { ink: '#ffb48a', ground: '#44200b', solid: '#ff8a4c' },
  },
  orphaned: {
    light: { ink: '#a01652', ground: '#fde4ee', solid: '#c2255c' },
    dark: { ink: '#ffadca', ground: '#451528', solid: '#f06595' },
  },
  pausing: {
    light: { ink: '#6a5600', ground: '#fff8c9', solid: '#94790a' },
    dark: { ink: '#ffe566', ground: '#3a3300', solid: '#d9bb1f' },
  },
  paused: {
    light: { ink: '#5f4d00', ground: '#fff0a3', solid: '#94790a' },
    dark: { ink: '#ffe566', ground: '#453c00', solid: '#e3c41c' },
  },
  succeeded: {
    light: { ink: '#12693a', ground: '#dcf5e5', solid: '#2b8a3e' },
    dark: { ink: '#96e6b3', ground: '#0f3520', solid: '#40c057' },
  },
  failed: {
    light: { ink: '#a8201a', ground: '#fde6e5', solid: '#d6332b' },
    dark: { ink: '#ffaaa5', ground: '#471714', solid: '#ff6b63' },
  },
  cancelled: {
    light: { ink: '#50565c', ground: '#e7e9ec', solid: '#6c757d' },
    dark: { ink: '#c1c7cd', ground: '#2f3439', solid: '#969ea6' },
  },
};

/** Of titles of notices and of badges: Mantine's own are too pale on their ground in light colours. */
const NOTICE_INKS = {
  '--mantine-color-orange-light-color': '#9c3400',
  '--mantine-color-yellow-light-color': '#7a4f00',
};

/** `--verdict-<name>-ink`, `-ground` and `-solid`, beside those of Mantine. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...paints('light'),
    '--mantine-color-dimmed': '#5a626a',
    '--mantine-color-error': '#c22525',
    ...NOTICE_INKS,
  },
  dark: {
    ...paints('dark'),
    '--mantine-color-dimmed': '#a9b0b8',
    '--mantine-color-anchor': lamp[3],
    '--mantine-color-error': '#ff8787',
  },
});

function paints(scheme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(
    VERDICTS.flatMap((name) =>
      Object.entries(VERDICT_PAINT[name][scheme]).map(([part, colour]) => [`--verdict-${name}-${part}`, colour]),
    ),
  );
}
