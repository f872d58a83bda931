import { Section } from '@sos/ui/plain';
import { useTranslation } from 'react-i18next';

import { CopyField } from '../../shared/copy-field.js';
import styles from './campaigns.module.css';

export interface CampaignShareProps {
  address: string;
  title: string;
  /** A suspended action asks not to be passed on. */
  suspended: boolean;
}

/** Links that carry the address and the title, and nothing about who shares it. No script of anybody else's. */
export function CampaignShare({ address, title, suspended }: CampaignShareProps) {
  const { t } = useTranslation('campaigns');
  if (suspended) return null;
  const text = encodeURIComponent(`${title} ${address}`);
  const links = [
    { label: t('page.shareMail'), href: `mailto:?subject=${encodeURIComponent(title)}&body=${text}` },
    { label: t('page.shareWhatsapp'), href: `https://wa.me/?text=${text}` },
    {
      label: t('page.shareTelegram'),
      href: `https://t.me/share/url?url=${encodeURIComponent(address)}&text=${encodeURIComponent(title)}`,
    },
  ];
  return (
    <Section id="share" heading={t('page.share')}>
      <p>{t('page.shareIntro')}</p>
      <CopyField
        label={t('page.shareAddress')}
        value={address}
        copyLabel={t('page.copy')}
        copiedLabel={t('page.copied')}
      />
      <ul className={styles['share']}>
        {links.map(({ label, href }) => (
          <li key={label}>
            <a href={href} rel="noopener noreferrer">
              {label}
            </a>
          </li>
        ))}
      </ul>
      <p className={styles['soft']}>{t('page.shareSignal')}</p>
    </Section>
  );
}
