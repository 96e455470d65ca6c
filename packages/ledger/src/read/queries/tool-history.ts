import { toolPast } from './past.ts';

/** What some tools usually take. */
export const TOOL_HISTORY = `
  SELECT tools.tool, past.actions, past.p95_ms AS "p95Ms"
    FROM unnest($1::text[]) AS tools (tool)
   CROSS JOIN LATERAL (${toolPast('tools.tool')}) past
   WHERE past.actions > 0
   ORDER BY tools.tool`;
