import { z } from 'zod';
import { PageActionError } from './errors.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

export function screenshotTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'screenshot',
    description:
      'Keeps a picture of the window for people to look at later. To have one looked at now: analyze_screenshot.',
    input: z.object({ label: z.string().max(100).optional().describe('What it shows, in a few words.') }),
    what: () => 'screenshot',
    run: async ({ label = 'screenshot' }) => {
      const shot = await kit.session.capture(label);
      if (shot === null)
        throw new PageActionError('No picture could be taken; the page may be busy. Go on without one.');
      return { says: `The picture is kept as ${shot.artifact.name}, ${shot.width} × ${shot.height} pixels.` };
    },
  });
}
