import { useQuery } from '@apollo/client/react';
import type { Role } from '@sos/domain';
import { Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useViewer } from '../../platform/session.js';
import { useFormatters } from '../locale.js';
import { useNow } from '../use-now.js';
import { RosterDueDocument } from './roster-due.generated.js';

const DAY_MS = 86_400_000;
/** Those who can do something about it hear of it before the date, loudly; everybody else when it may touch them, softly. */
const LOUD_BEFORE_RENEWAL_MS = 7 * DAY_MS;
const SOFT_BEFORE_END_MS = 35 * DAY_MS;
const CAN_RENEW: readonly Role[] = ['responder', 'administrator'];

export type Due = 'ended' | 'overdue' | 'soon' | 'soft' | null;

export function dueOf(
  { renewBy, notAfter }: { readonly renewBy: string; readonly notAfter: string },
  canRenew: boolean,
  now: number,
): Due {
  if (Date.parse(notAfter) <= now) return 'ended';
  if (canRenew && Date.parse(renewBy) <= now) return 'overdue';
  if (canRenew && Date.parse(renewBy) - now <= LOUD_BEFORE_RENEWAL_MS) return 'soon';
  return Date.parse(notAfter) - now <= SOFT_BEFORE_END_MS ? 'soft' : null;
}

const TONES = { ended: 'danger', overdue: 'danger', soon: 'warning', soft: 'info' } as const;

/** That the list of who may read cases has to be renewed, in time. Whether it still counts, the browser finds out for itself. */
export function RosterDue() {
  const { t } = useTranslation('team');
  const { roles } = useViewer();
  const { date } = useFormatters();
  const now = useNow();
  const { data } = useQuery(RosterDueDocument);
  const dates = data?.rosterDates;
  const canRenew = CAN_RENEW.some((role) => roles.has(role));
  const due = dates ? dueOf(dates, canRenew, now) : null;
  if (!dates || due === null) return null;
  return (
    <Notice
      tone={TONES[due]}
      title={t(`due.${due}.title`, { renewBy: date(dates.renewBy), notAfter: date(dates.notAfter) })}
    >
      <p>{t(`due.${due}.text`, { notAfter: date(dates.notAfter) })}</p>
    </Notice>
  );
}
