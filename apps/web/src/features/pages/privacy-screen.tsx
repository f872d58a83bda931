import { DefinitionList, PageHeading, Prose, Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { QUICK_EXIT_KEY } from '../../platform/quick-exit.js';
import { PageHead } from '../../shared/page-head.js';
import { useService } from '../../shared/service.js';

const PROMISES = ['member', 'responder', 'signatory', 'quickExit'] as const;
const SEEN = ['ids', 'readers', 'sizes', 'hours', 'level', 'work', 'reads'] as const;
const RETENTION = ['case', 'signature', 'session', 'mail'] as const;
const KNOWN = ['firstVisit', 'device', 'deniable', 'law'] as const;

/** The promises of the protocol with their limits beside them: nothing here may say more than is kept. */
export function PrivacyScreen() {
  const { t } = useTranslation('pages');
  return (
    <>
      <PageHead title={t('privacy.title')} description={t('privacy.lede')} />
      <PageHeading title={t('privacy.title')} lede={t('privacy.lede')} />
      <Section id="promises" heading={t('privacy.promises.heading')} note={t('privacy.promises.note')}>
        <DefinitionList
          items={PROMISES.map((who) => ({
            term: t(`privacy.promises.${who}.term`),
            description: t(`privacy.promises.${who}.text`),
          }))}
        />
      </Section>
      <Section id="reader" heading={t('privacy.reader.heading')}>
        <Prose>
          <p>{t('privacy.reader.text')}</p>
        </Prose>
      </Section>
      <Section id="server" heading={t('privacy.server.heading')} note={t('privacy.server.note')}>
        <Prose>
          <ul>
            {SEEN.map((item) => (
              <li key={item}>{t(`privacy.server.items.${item}`)}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      <Section id="signatures" heading={t('privacy.signatures.heading')}>
        <Prose>
          <p>{t('privacy.signatures.text')}</p>
          <p>{t('privacy.signatures.retention')}</p>
        </Prose>
      </Section>
      <Section id="retention" heading={t('privacy.retention.heading')}>
        <DefinitionList
          items={RETENTION.map((item) => ({
            term: t(`privacy.retention.items.${item}.term`),
            description: t(`privacy.retention.items.${item}.text`),
          }))}
        />
      </Section>
      <Leaving />
      <Section id="limits" heading={t('privacy.known.heading')}>
        <Prose>
          <ul>
            {KNOWN.map((item) => (
              <li key={item}>{t(`privacy.known.items.${item}`)}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      <Rights />
    </>
  );
}

function Leaving() {
  const { t } = useTranslation('pages');
  return (
    <Section id="leaving" heading={t('privacy.exit.heading')}>
      <Prose>
        <p>{t('privacy.exit.text', { key: QUICK_EXIT_KEY })}</p>
        <p>{t('privacy.exit.limits')}</p>
        <p>{t('privacy.exit.noScript')}</p>
      </Prose>
    </Section>
  );
}

function Rights() {
  const { t } = useTranslation('pages');
  const { contactAddress } = useService();
  return (
    <Section id="rights" heading={t('privacy.rights.heading')}>
      <Prose>
        <p>
          {contactAddress === ''
            ? t('privacy.rights.textNoAddress')
            : t('privacy.rights.text', { address: contactAddress })}
        </p>
      </Prose>
    </Section>
  );
}
