import { Button, Dialog, Row, VisuallyHidden, type ButtonVariant } from '@sos/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface ConfirmButtonProps {
  label: string;
  /** Whom or what it is about, for whoever hears the button without its row. */
  about?: string;
  /** What will happen, before it does. */
  children: ReactNode;
  onConfirm: () => Promise<unknown>;
  variant?: ButtonVariant;
  disabled?: boolean;
}

/** One press asks, a second one does: for what takes something away. The question goes first: behind it the outcome would not be heard. */
export function ConfirmButton({
  label,
  about,
  children,
  onConfirm,
  variant = 'secondary',
  disabled,
}: ConfirmButtonProps) {
  const { t } = useTranslation('people');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  async function handleConfirm(): Promise<void> {
    setAsked(false);
    setBusy(true);
    await onConfirm();
    setBusy(false);
  }

  return (
    <>
      <Button variant={variant} disabled={disabled} busy={busy} onClick={() => setAsked(true)}>
        {label}
        {about === undefined ? null : <VisuallyHidden> {about}</VisuallyHidden>}
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
          <Button variant={variant === 'danger' ? 'danger' : 'primary'} onClick={() => void handleConfirm()}>
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
