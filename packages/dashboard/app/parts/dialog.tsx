import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusBack } from './use-focus-back.ts';

interface DialogProps extends Pick<ModalProps, 'size'> {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that is open as long as it is there. The focus goes back to where it came from. */
export function Dialog({ children, ...props }: DialogProps) {
  useFocusBack();
  return (
    <Modal opened {...props}>
      {children}
    </Modal>
  );
}
