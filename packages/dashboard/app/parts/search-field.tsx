import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { text } from '../text/text.ts';

interface SearchFieldProps {
  readonly className?: string | undefined;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: string;
  /** Called when somebody stops typing, or presses Enter. */
  readonly onSearch: (value: string) => void;
  /** Default: `sm`. */
  readonly size?: 'sm' | 'md';
  /** The key `/` leads to it. Default: true. */
  readonly isOfPage?: boolean;
}

/** How long a pause in typing is, in ms. */
const PAUSE_MS = 300;

/** A field that searches as somebody types. */
export function SearchField({
  className,
  label,
  description,
  placeholder,
  value,
  onSearch,
  size = 'sm',
  isOfPage = true,
}: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = (next: string) => {
    if (sent.current === next) return;
    sent.current = next;
    onSearch(next);
  };
  const sendLater = useDebouncedCallback(send, PAUSE_MS);

  // The way back in the browser changes it from outside.
  useEffect(() => {
    if (sent.current === value) return;
    sent.current = value;
    sendLater.cancel();
    setTyped(value);
  }, [value, sendLater]);

  function type(next: string): void {
    setTyped(next);
    sendLater(next.trim());
  }

  return (
    <TextInput
      type="search"
      className={className}
      label={label}
      description={description}
      placeholder={placeholder}
      size={size}
      value={typed}
      maxLength={500}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton size="sm" aria-label={text.common.clear} onClick={() => type('')} />
      }
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send(typed.trim());
      }}
      {...(isOfPage ? { 'data-page-search': true } : {})}
    />
  );
}
