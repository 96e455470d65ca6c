import { z } from 'zod';

// It would try whether it may make code of text, which the policy of our pages forbids and reports.
z.config({ jitless: true });

export { z };
