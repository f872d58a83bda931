import type { UnlockedKey } from '@sos/crypto';
import { Button, Checkbox, Notice, Row, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters } from '../../shared/locale.js';
import { FingerprintWords } from '../../shared/team/fingerprint-words.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { useCryptoWords } from '../../shared/vault/crypto-words.js';
import { useMemberKey, useVouch, type MemberKeyState, type VouchProblem } from './use-member-key.js';

export interface MemberKeyPanelProps {
  /** As the case's own signed report carries it. */
  memberKey: Uint8Array;
  unlocked: UnlockedKey;
}

/** For responders: whether colleagues have compared this key with its owner, and a way to say that one has. */
export function MemberKeyPanel({ memberKey, unlocked }: MemberKeyPanelProps) {
  const { state, refresh } = useMemberKey(memberKey);
  return state === null ? null : <KnownKey state={state} unlocked={unlocked} onVouched={refresh} />;
}

function KnownKey({ state, unlocked, onVouched }: VouchProps) {
  const { t } = useTranslation('team');
  const { date, list } = useFormatters();
  const { verdict, team, owner } = state;
  const place = useCaughtFocus(verdict.vouchers.length);
  const names = verdict.vouchers.map((fingerprint) => team.names.get(fingerprint) ?? t('people.unnamed'));
  const by = { name: list(names), date: date(verdict.statement?.checkedAt ?? team.roster.issued) };
  const who = { name: owner.displayName, organisation: owner.organisationName ?? '–' };
  const signed = verdict.statement;
  if (verdict.verified && signed)
    return (
      <div ref={place} tabIndex={-1}>
        <Notice tone="success" title={t('member.verified', by)}>
          <p>{t('member.isOf', { name: signed.name, organisation: signed.organisationName ?? '–' })}</p>
        </Notice>
      </div>
    );
  const hasSigned = verdict.vouchers.includes(unlocked.fingerprint);
  return (
    <details>
      <summary>{t('member.notYet')}</summary>
      <Stack>
        <p>{t('member.claim', who)}</p>
        <p>{t('member.compare')}</p>
        <Fingerprint value={state.fingerprint} />
        <FingerprintWords value={state.fingerprint} />
        {names.length > 0 ? <p>{t('member.one', by)}</p> : null}
        <div ref={place} tabIndex={-1}>
          {hasSigned ? <p>{t('member.waits')}</p> : <Vouch {...{ state, unlocked, onVouched }} />}
        </div>
      </Stack>
    </details>
  );
}

interface VouchProps {
  state: MemberKeyState;
  unlocked: UnlockedKey;
  onVouched: () => Promise<void>;
}

function Vouch({ state, unlocked, onVouched }: VouchProps) {
  const { t } = useTranslation('team');
  const vouch = useVouch(unlocked);
  const [compared, setCompared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<VouchProblem | null>(null);
  async function handleVouch(): Promise<void> {
    setBusy(true);
    const result = await vouch(state);
    setProblem(result);
    if (result === null) await onVouched();
    setBusy(false);
  }
  return (
    <Stack>
      <Checkbox
        label={t('member.compared')}
        checked={compared}
        onChange={({ target }) => setCompared(target.checked)}
      />
      {problem === null ? null : <Problem problem={problem} />}
      {compared ? (
        <Row>
          <Button variant="secondary" busy={busy} onClick={() => void handleVouch()}>
            {t('member.vouch')}
          </Button>
        </Row>
      ) : null}
    </Stack>
  );
}

const REFUSALS = ['other_key', 'date', 'may_not_sign', 'bad_signature'] as const;

function Problem({ problem }: { problem: VouchProblem }) {
  const { t } = useTranslation('team');
  const errorWords = useErrorWords();
  const cryptoWords = useCryptoWords();
  if ('notSigned' in problem) return <Notice tone="danger" title={cryptoWords(problem.notSigned)} role="alert" />;
  if ('refused' in problem) {
    const code = REFUSALS.find((known) => known === problem.refused) ?? 'other';
    return <Notice tone="danger" title={t(`member.refused.${code}`)} role="alert" />;
  }
  const { title, text } = errorWords(problem.failed);
  return (
    <Notice tone="danger" title={title} role="alert">
      <p>{text}</p>
    </Notice>
  );
}
