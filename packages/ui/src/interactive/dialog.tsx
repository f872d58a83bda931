import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

import { classNames } from '../class-names.js';
import { Icon } from '../plain/icon.js';
import styles from './interactive.module.css';

export interface DialogProps {
  isOpen: boolean;
  title: ReactNode;
  children: ReactNode;
  /** Absent: the dialog cannot be dismissed, only answered. */
  onClose?: (() => void) | undefined;
  /** The name of the close button; needed with `onClose`. */
  closeLabel?: string | undefined;
  role?: 'dialog' | 'alertdialog' | undefined;
  wide?: boolean | undefined;
}

/** Focus stays inside, returns where it was, and what lies behind stays mounted with everything typed into it. */
export function Dialog({ isOpen, title, children, onClose, closeLabel, role = 'dialog', wide = false }: DialogProps) {
  return (
    <ModalOverlay
      className={classNames(styles['scrim'])}
      isOpen={isOpen}
      isDismissable={onClose !== undefined}
      isKeyboardDismissDisabled={onClose === undefined}
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
    >
      <Modal className={classNames(styles['modal'], wide && styles['wide'])}>
        <AriaDialog className={classNames(styles['dialog'])} role={role}>
          <Heading slot="title" className={classNames(styles['dialog-title'])}>
            {title}
          </Heading>
          {onClose && closeLabel ? (
            <button type="button" className={classNames(styles['close'])} aria-label={closeLabel} onClick={onClose}>
              <Icon name="close" />
            </button>
          ) : null}
          <div className={classNames(styles['dialog-body'])}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
