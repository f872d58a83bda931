import { Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { grantGaps } from './grant-gaps.js';
import type { EntryMeta, OpenedEntries } from './open-thread.js';

/** Which entries this reader should be able to open and cannot, and what happens about it. Nothing where all of them open. */
export function GrantGapsNotice({ metas, states }: { metas: readonly EntryMeta[]; states: OpenedEntries }) {
  const { t } = useTranslation('cases');
  const { list } = useFormatters();
  const { missing, failing, files } = grantGaps(metas, states);
  const count = new Set([...missing, ...failing, ...files]).size;
  if (count === 0) return null;
  const named = (places: readonly number[]) => ({ count: places.length, entries: list(places.map(String)) });
  return (
    <Notice tone="warning" title={t('gaps.title', { count })} role="status">
      <ul>
        {missing.length === 0 ? null : <li>{t('gaps.missing', named(missing))}</li>}
        {failing.length === 0 ? null : <li>{t('gaps.failing', named(failing))}</li>}
        {files.length === 0 ? null : <li>{t('gaps.files', named(files))}</li>}
      </ul>
      {missing.length === 0 ? null : <p>{t('gaps.lacking')}</p>}
      {failing.length + files.length === 0 ? null : <p>{t('gaps.what')}</p>}
      <p>{t('gaps.else')}</p>
    </Notice>
  );
}
