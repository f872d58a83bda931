import type { EntryFinding, UnlockedKey } from '@sos/crypto';
import { Button, Icon, Notice, Tag } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { saveFile } from '../../shared/save-file.js';
import { Fingerprint } from '../../shared/team/fingerprint.js';
import styles from './cases.module.css';
import { EntryBody } from './entry-body.js';
import type { EntryMeta, EntryState } from './open-thread.js';
import { download } from './send-bytes.js';

export interface ThreadEntryProps {
  meta: EntryMeta;
  state: EntryState | undefined;
  unlocked: UnlockedKey;
  /** The key to the entry's file turned out not to open it. */
  onKeyFault: () => void;
}

/** One entry: who signed it, what it says, what does not add up, and the file that other programs open. */
export function ThreadEntry({ meta, state, unlocked, onKeyFault }: ThreadEntryProps) {
  const { t } = useTranslation('cases');
  const { dateTime } = useFormatters();
  const heading = state?.status === 'opened' ? t(`kind.${state.opened.entry.kind}`) : t('entry.unopened');
  return (
    <article className={styles['entry']} data-audience={meta.audience} aria-label={`${meta.position}. ${heading}`}>
      <header className={styles['entry-head']}>
        <h3>{heading}</h3>
        {meta.audience === 'team' ? <Tag tone="warning">{t('entry.teamOnly')}</Tag> : null}
        <span className={styles['small']}>
          {state?.status === 'opened' ? dateTime(state.opened.entry.createdAt) : dateTime(meta.storedHour)}
        </span>
      </header>
      <Content meta={meta} state={state} unlocked={unlocked} onKeyFault={onKeyFault} />
      {meta.granted ? <SavePgp meta={meta} /> : null}
    </article>
  );
}

/** These say how the reader came to it; the others, that something is not as it should be. */
const EXPLAINED: readonly EntryFinding[] = ['granted_later', 'moved_by_me'];

function Content({ meta, state, unlocked, onKeyFault }: ThreadEntryProps) {
  const { t } = useTranslation('cases');
  if (state === undefined) return <p role="status">{t('entry.opening')}</p>;
  switch (state.status) {
    case 'no_grant':
      return (
        <Notice title={t('entry.noGrant')}>
          <p>{t('entry.noGrantText')}</p>
        </Notice>
      );
    case 'unreachable':
      return <Notice tone="warning" title={t('entry.unreachable')} />;
    case 'refused':
      return (
        <Notice tone="danger" title={t('entry.refused')}>
          <p>{t(`refusal.${state.refusal}`)}</p>
        </Notice>
      );
    case 'opened':
      return <Opened meta={meta} state={state} unlocked={unlocked} onKeyFault={onKeyFault} />;
  }
}

type OpenedProps = ThreadEntryProps & { state: Extract<EntryState, { status: 'opened' }> };

function Opened({ meta, state, unlocked, onKeyFault }: OpenedProps) {
  const { t } = useTranslation('cases');
  const { entry, author, findings } = state.opened;
  const isMine = author.fingerprint === unlocked.fingerprint;
  const name = isMine ? t('entry.you') : meta.authorName;
  return (
    <>
      <p className={styles['signed']}>
        <Icon name="check" /> {isMine ? t('entry.signedByYou') : t(`entry.signedBy.${author.party}`, { name })}
      </p>
      {isMine ? null : (
        <details className={styles['small']}>
          <summary>{t('entry.fingerprint')}</summary>
          <Fingerprint value={author.fingerprint} />
        </details>
      )}
      {findings.map((finding) => (
        <Notice key={finding} tone={EXPLAINED.includes(finding) ? 'info' : 'warning'} title={t(`finding.${finding}`)} />
      ))}
      {meta.blob?.grantFailed === true ? <Notice tone="warning" title={t('file.keyFailed')} /> : null}
      <EntryBody entry={entry} unlocked={unlocked} onKeyFault={onKeyFault} />
    </>
  );
}

/** Exactly what the server stores for this reader: an ordinary OpenPGP message. */
function SavePgp({ meta }: { meta: EntryMeta }) {
  const { t } = useTranslation('cases');
  const [failed, setFailed] = useState(false);
  const name = `entry-${meta.position}.pgp`;
  async function handleSave(): Promise<void> {
    const bytes = await download('/entries/download', { entryId: meta.id }).catch(() => null);
    setFailed(bytes === null);
    if (bytes !== null) saveFile(new Blob([bytes], { type: 'application/octet-stream' }), name);
  }
  return (
    <details className={styles['small']}>
      <summary>{t('pgp.summary')}</summary>
      <p>
        {t('pgp.explain')} <code>{`gpg -d ${name}`}</code>
      </p>
      {failed ? <p role="alert">{t('pgp.failed')}</p> : null}
      <Button variant="quiet" onClick={() => void handleSave()}>
        {t('pgp.save')}
      </Button>
    </details>
  );
}
