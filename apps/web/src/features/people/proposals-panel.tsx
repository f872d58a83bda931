import { Button, Row, Section, Stack, Tag, VisuallyHidden } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { ActNotice } from './act-notice.js';
import { ConfirmButton } from './confirm-button.js';
import { ApproveProposalDocument, RefuseProposalDocument } from './people-acts.generated.js';
import type { PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import styles from './people.module.css';
import { usePeopleAct } from './use-people-act.js';

type Proposal = PeopleAdministrationQuery['proposals'][number];

const KINDS = ['membership.roles', 'membership.end', 'invitation.roles'] as const;

/** What one administrator asked for and another decides. */
export function ProposalsPanel({ proposals }: { proposals: readonly Proposal[] }) {
  const { t } = useTranslation('people');
  const approve = usePeopleAct(ApproveProposalDocument);
  const refuse = usePeopleAct(RefuseProposalDocument);
  return (
    <Section id="proposals" heading={t('proposals.heading')} note={t('proposals.note')}>
      <Stack>
        <ActNotice state={approve.state} done={t('proposals.approved')} />
        <ActNotice state={refuse.state} done={t('proposals.refused')} />
        {proposals.length === 0 ? <p>{t('proposals.none')}</p> : null}
        <ul className={styles['cards']}>
          {proposals.map((proposal) => (
            <li key={proposal.id}>
              <ProposalCard
                proposal={proposal}
                onApprove={() => approve.run({ id: proposal.id })}
                onRefuse={() => refuse.run({ id: proposal.id })}
              />
            </li>
          ))}
        </ul>
      </Stack>
    </Section>
  );
}

interface ProposalCardProps {
  proposal: Proposal;
  onApprove: () => Promise<unknown>;
  onRefuse: () => Promise<unknown>;
}

function ProposalCard({ proposal, onApprove, onRefuse }: ProposalCardProps) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  const subject = useSubject(proposal);
  const { status, proposerName, proposedAt, expiresAt, deciderName, decidedAt, mayDecide } = proposal;
  const isOpen = status === 'open';
  return (
    <Stack gap="small">
      <p>
        <strong>{subject}</strong> <ProposalStatus status={status} />
      </p>
      <p className={styles['soft']}>
        {t('proposals.by', { name: proposerName || t('former'), date: format.dateTime(proposedAt) })}{' '}
        {isOpen ? t('proposals.until', { date: format.dateTime(expiresAt) }) : null}
        {decidedAt === null
          ? null
          : t('proposals.decidedBy', { name: deciderName || t('former'), date: format.dateTime(decidedAt) })}
      </p>
      {isOpen && !mayDecide ? <p>{t('proposals.notYours')}</p> : null}
      {isOpen ? (
        <Row>
          {mayDecide ? (
            <ConfirmButton label={t('proposals.approve')} about={subject} variant="primary" onConfirm={onApprove}>
              <p>{t('proposals.approveText')}</p>
            </ConfirmButton>
          ) : null}
          <Button variant="secondary" onClick={() => void onRefuse()}>
            {mayDecide ? t('proposals.refuse') : t('proposals.withdraw')}
            <VisuallyHidden> {subject}</VisuallyHidden>
          </Button>
        </Row>
      ) : null}
    </Stack>
  );
}

function useSubject({ kind, roles, concernedName }: Proposal): string {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) return kind;
  const name = concernedName === null ? t('proposals.invited') : concernedName || t('former');
  return t(`proposals.kind.${known}`, { name, roles: words.roles(roles) });
}

function ProposalStatus({ status }: { status: string }) {
  const { t } = useTranslation('people');
  if (status === 'approved') return <Tag tone="success">{t('proposals.status.approved')}</Tag>;
  if (status === 'refused') return <Tag>{t('proposals.status.refused')}</Tag>;
  if (status === 'expired') return <Tag>{t('proposals.status.expired')}</Tag>;
  return <Tag tone="warning">{t('proposals.status.open')}</Tag>;
}
