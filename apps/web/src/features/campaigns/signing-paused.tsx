import { Notice } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { useTextIn } from '../../shared/language-texts.js';
import type { LanguageText } from '../../shared/service.js';

/** Stopped for everybody for a while: what that means for who came to sign, and for who has signed. */
export function SigningPaused({ text }: { text: readonly LanguageText[] }) {
  const { t } = useTranslation('signatures');
  const words = useTextIn(text);
  return (
    <Notice tone="warning" title={t('paused.title')} role="status">
      <p>{t('paused.body')}</p>
      {words === null ? null : <p>{words}</p>}
    </Notice>
  );
}
