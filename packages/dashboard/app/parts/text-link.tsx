import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

interface TextLinkProps extends AnchorProps, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> {
  readonly ref?: Ref<HTMLAnchorElement>;
}

/** A link to a page of the dashboard, in the colour of links whether it was visited or not. */
export const TextLink = createLink((props: TextLinkProps) => <Anchor {...props} />);
