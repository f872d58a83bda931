import { useQuery } from '@apollo/client/react';
import { Button, Notice, PageHeading, RuledList, Stack } from '@sos/ui/plain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ErrorNotice } from '../../shared/error-boundary.js';
import { useFormatters } from '../../shared/locale.js';
import { PageLoading } from '../../shared/page-loading.js';
import { saveFile } from '../../shared/save-file.js';
import { CaseThreadDocument, type CaseThreadQuery } from './case-thread.generated.js';
import { download } from './send-bytes.js';

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
          <p>{keys('ownKey.unlockText')}</p>
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
      </Stack>
    </>
  );
}

type EntryMeta = CaseThreadQuery['case']['entries'][number];

/** What is saved for one entry: its message, and where it carries a file, each sealed piece of that file. */
function piecesOf({ id, position, blob }: EntryMeta) {
  const message = { name: `entry-${position}.pgp`, path: '/entries/download', body: { entryId: id } };
  const chunks = Array.from({ length: blob?.complete === true ? blob.chunkCount : 0 }, (_, index) => ({
    name: `entry-${position}-file-${index + 1}.pgp`,
    path: '/blobs/download',
    body: { blobId: blob?.id ?? '', index },
  }));
  return [message, ...chunks];
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
          <Button variant="secondary" onClick={() => void handleSave()}>
            {pieces.length > 1 ? keys('ownKey.saveAll', { count: pieces.length }) : t('pgp.save')}
          </Button>
          <code translate="no">
            {pieces
              .map(({ name }) => `gpg -d ${name}`)
              .slice(0, 2)
              .join('\n')}
          </code>
        </>
      ) : (
        <p>{keys('ownKey.noGrant')}</p>
      )}
      {failed ? <p role="alert">{keys('ownKey.failed')}</p> : null}
    </Stack>
  );
}
