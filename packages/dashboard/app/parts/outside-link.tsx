import { Anchor } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface OutsideLinkProps {
  /** As somebody wrote it: only addresses of the web become links. */
  readonly href: string;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A link that leaves the dashboard, in a tab of its own. */
export function OutsideLink({ href, label, children }: OutsideLinkProps) {
  const isWeb = /^https?:$/.test(URL.parse(href)?.protocol ?? '');
  if (!isWeb) return <span>{children}</span>;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" size="sm" title={href} aria-label={label}>
      {children}
      <IconExternalLink size={14} aria-hidden style={{ marginInlineStart: 4, verticalAlign: '-2px' }} />
    </Anchor>
  );
}
