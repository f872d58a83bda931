import { Button, Dialog, Row, Select, Stack } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const HOURS = [1, 4, 24, 72] as const;

export interface StopDialogProps {
  title: string;
  text: string;
  busy: boolean;
  /** @param hours null: until somebody lets it run again. */
  onStop: (hours: number | null) => void;
  onCancel: () => void;
}

/** One question before something stops for everybody, and when it should run again by itself. */
export function StopDialog({ title, text, busy, onStop, onCancel }: StopDialogProps) {
  const { t } = useTranslation('administration');
  const [hours, setHours] = useState('');
  return (
    <Dialog
      isOpen
      title={title}
      role="alertdialog"
      onClose={busy ? undefined : onCancel}
      closeLabel={t('switches.cancel')}
    >
      <Stack>
        <p>{text}</p>
        <Select
          label={t('switches.forHowLong')}
          value={hours}
          onChange={({ currentTarget }) => setHours(currentTarget.value)}
          placeholder={t('switches.noEnd')}
          options={HOURS.map((count) => ({ value: String(count), label: t('switches.hours', { count }) }))}
        />
        <Row>
          <Button variant="danger" busy={busy} onClick={() => onStop(hours === '' ? null : Number(hours))}>
            {t('switches.confirm')}
          </Button>
          <Button variant="secondary" disabled={busy} onClick={onCancel}>
            {t('switches.cancel')}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
