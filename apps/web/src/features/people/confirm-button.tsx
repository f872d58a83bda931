import { Button, Dialog, Row, type ButtonVariant } from '@sos/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface ConfirmButtonProps {
  label: string;
  /** What will happen, before it does. */
  children: ReactNode;
  onConfirm: () => Promise<unknown>;
  variant?: ButtonVariant;
  disabled?: boolean;
}

/** One press asks, a second one does: for what takes something away. */
export function ConfirmButton({ label, children, onConfirm, variant = 'secondary', disabled }: ConfirmButtonProps) {
  const { t } = useTranslation('people');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  async function handleConfirm(): Promise<void> {
    setBusy(true);
    await onConfirm();
    setBusy(false);
    setAsked(false);
  }

  return (
    <>
      <Button variant={variant} disabled={disabled} onClick={() => setAsked(true)}>
        {label}
      </Button>
      <Dialog
        isOpen={asked}
        title={label}
        role="alertdialog"
        onClose={() => setAsked(false)}
        closeLabel={t('confirm.cancel')}
      >
        {children}
        <Row>
          <Button
            variant={variant === 'danger' ? 'danger' : 'primary'}
            busy={busy}
            onClick={() => void handleConfirm()}
          >
            {t('confirm.yes', { act: label })}
          </Button>
          <Button variant="secondary" onClick={() => setAsked(false)}>
            {t('confirm.cancel')}
          </Button>
        </Row>
      </Dialog>
    </>
  );
}
