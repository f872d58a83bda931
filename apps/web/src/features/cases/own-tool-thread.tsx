import { useQuery } from '@apollo/client/react';
import { sha256Hex } from '@sos/crypto';
import { Button, Notice, PageHeading, Row, RuledList, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { fromBase64 } from '../../platform/keys/base64.js';
import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageLoading } from '../../shared/page-loading.js';
import { saveFile } from '../../shared/save-file.js';
import { TeamProblem } from '../../shared/team/team-problem.js';
import { TeamRosterDocument } from '../../shared/team/team.generated.js';
import { useTeam } from '../../shared/team/use-team.js';
import { CaseThreadDocument, type CaseThreadQuery } from './case-thread.generated.js';
import styles from './cases.module.css';
import { download } from './send-bytes.js';

const TEAM_KEYS = 'sos-team.gpg';
/** The key of whoever reports travels in their first message. */
const MEMBER_KEY = 'gpg -d entry-1.pgp | jq -r .body.authorKey | base64 -d | gpg --import';

/** A case for somebody whose key is not in this browser: what the server stores for them, to be opened where the key is. */
export function OwnToolThread({ caseId }: { caseId: string }) {
  const { t } = useTranslation('cases');
  const { t: keys } = useTranslation('keys');
  const { data, error, refetch } = useQuery(CaseThreadDocument, { variables: { id: caseId } });
  if (!data) return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <PageLoading />;
  return (
    <>
      <PageHeading title={t('thread.title')} lede={keys('ownKey.unlock')} />
      <Stack>
        <Notice tone="warning" title={keys('ownKey.noWriting')}>
          <p>{keys('ownKey.noAnswerText')}</p>
        </Notice>
        <h2>{keys('ownKey.entries')}</h2>
        <p>{keys('ownKey.entriesText')}</p>
        <RuledList>
          {data.case.entries.map((entry) => (
            <li key={entry.id}>
              <EntryFiles meta={entry} />
            </li>
          ))}
        </RuledList>
        <Signatures />
      </Stack>
    </>
  );
}

type EntryMeta = CaseThreadQuery['case']['entries'][number];

interface Piece {
  readonly name: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One message, and where it carries a file, each sealed piece of that file. Their names sort in the order in which they belong. */
function piecesOf({ id, position, blob }: EntryMeta): readonly Piece[] {
  const message = { name: `entry-${position}.pgp`, path: '/entries/download', body: { entryId: id } };
  const chunks = Array.from({ length: blob?.complete === true ? blob.chunkCount : 0 }, (_, index) => ({
    name: `entry-${position}-file-${String(index + 1).padStart(4, '0')}.pgp`,
    path: '/blobs/download',
    body: { blobId: blob?.id ?? '', index },
  }));
  return [message, ...chunks];
}

function commandsFor({ position }: EntryMeta, pieces: readonly Piece[]): string {
  const message = `gpg -d entry-${position}.pgp`;
  if (pieces.length === 1) return message;
  const all = `for piece in entry-${position}-file-*.pgp; do gpg -d "$piece"; done`;
  return `${message}\n${all} | head -c SIZE > entry-${position}-file`;
}

function EntryFiles({ meta }: { meta: EntryMeta }) {
  const { t } = useTranslation('cases');
  const { t: keys } = useTranslation('keys');
  const { dateTime } = useFormatters();
  const [failed, setFailed] = useState(false);
  const pieces = piecesOf(meta);
  async function handleSave(): Promise<void> {
    setFailed(false);
    for (const { name, path, body } of pieces) {
      const bytes = await download(path, body).catch(() => null);
      if (bytes === null) {
        setFailed(true);
        return;
      }
      saveFile(new Blob([bytes], { type: 'application/octet-stream' }), name);
    }
  }
  return (
    <Stack gap="small">
      <p>
        {keys('ownKey.entry', { number: meta.position })} · {dateTime(meta.storedHour)}
      </p>
      {meta.granted ? (
        <>
          <Row>
            <Button variant="secondary" onClick={() => void handleSave()}>
              {pieces.length > 1 ? keys('ownKey.saveAll', { count: pieces.length }) : t('pgp.save')}
            </Button>
          </Row>
          <Command lines={commandsFor(meta, pieces)} />
          {pieces.length > 1 ? <p>{keys('ownKey.filesText')}</p> : null}
        </>
      ) : (
        <p>{keys('ownKey.noGrant')}</p>
      )}
      {failed ? <p role="alert">{keys('ownKey.failed')}</p> : null}
    </Stack>
  );
}

function Command({ lines }: { lines: string }) {
  return (
    <pre className={styles['command']} translate="no">
      {lines}
    </pre>
  );
}

/** Keys as the server gives them, without any that the list this browser verified does not name by its hash. Those of people who left stay. */
function useTeamKeys() {
  const { state, check } = useTeam('read');
  const { data } = useQuery(TeamRosterDocument);
  const teams = state.status === 'verified' ? state.team.roster.teams : [];
  const named = new Set(teams.flatMap(({ holders }) => holders.map(({ keySha256 }) => keySha256)));
  const keys = (data?.roster.holderKeys ?? []).map(({ bytes }) => fromBase64(bytes));
  return { state, check, keys: keys.filter((key) => named.has(sha256Hex(key))) };
}

/** gpg says that it cannot check a signature until it has its author's key. */
function Signatures() {
  const { t } = useTranslation('keys');
  const { state, check, keys } = useTeamKeys();
  return (
    <Stack>
      <h2>{t('ownKey.signatures')}</h2>
      <p>{t('ownKey.signaturesText')}</p>
      {keys.length > 0 ? (
        <>
          <Row>
            <Button variant="secondary" onClick={() => saveFile(new Blob(keys), TEAM_KEYS)}>
              {t('ownKey.saveTeam', { file: TEAM_KEYS })}
            </Button>
          </Row>
          <Command lines={`gpg --import ${TEAM_KEYS}\n${MEMBER_KEY}`} />
        </>
      ) : null}
      {state.status === 'refused' || state.status === 'unreachable' ? (
        <TeamProblem verdict={state} onRetry={() => void check()} />
      ) : null}
      <Notice title={t('ownKey.notChecked')}>
        <p>{t('ownKey.notCheckedText')}</p>
      </Notice>
    </Stack>
  );
}
