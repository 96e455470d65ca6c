import '@mantine/core/styles.css';
import './theme/global.css';
import './theme/splash.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './live/queries.ts';
import { later } from './parts/later.tsx';
import { router } from './router.tsx';
import { noteMissingParts } from './shell/missing-part.ts';
import { styleNonce } from './theme/style-nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the dashboard.');

// Nobody waits for it: the page comes first.
const Notices = later(async () => (await import('./shell/notices.tsx')).Notices);

noteMissingParts();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={queries}>
        <Notices />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
