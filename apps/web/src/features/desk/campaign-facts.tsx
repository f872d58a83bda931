import { isOneOf, LANGUAGES, SIGNATORY_KINDS } from '@sos/domain';
import { DefinitionList } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import styles from './desk.module.css';
import { CHANNELS } from './draft.js';

/** What stands around the text: whoever approves vouches for this as well, so it is shown to them. */
export function CampaignFacts({ campaign }: { campaign: DeskCampaign_CampaignFragment }) {
  const { t } = useTranslation(['desk', 'campaigns']);
  const words = useVocabulary();
  const format = useFormatters('UTC');
  const { type, signers, goal, closesAt, addressees } = campaign;
  const kinds = signers.flatMap((kind) => (isOneOf(SIGNATORY_KINDS, kind) ? [t(`campaigns:signers.${kind}`)] : []));
  return (
    <DefinitionList
      items={[
        { term: t('desk:editor.type'), description: words.campaignType(type) },
        ...(kinds.length === 0 ? [] : [{ term: t('desk:editor.signers'), description: format.list(kinds) }]),
        ...(goal === null ? [] : [{ term: t('desk:editor.goal'), description: format.number(goal) }]),
        ...(closesAt === null ? [] : [{ term: t('desk:editor.closesAt'), description: format.dateTime(closesAt) }]),
        {
          term: t('desk:editor.addressees'),
          description: addressees.length === 0 ? t('desk:editor.noAddressees') : <Addressees addressees={addressees} />,
        },
      ]}
    />
  );
}

function Addressees({ addressees }: Pick<DeskCampaign_CampaignFragment, 'addressees'>) {
  const { t } = useTranslation('campaigns');
  return (
    <ol className={styles['list']}>
      {addressees.map(({ channel, texts }, index) => (
        // Rows that only stand: their place is what they are.
        <li key={index}>
          {LANGUAGES.flatMap((language) => texts.filter((text) => text.language === language)).map(
            ({ language, office, salutation }) => (
              <p key={language} lang={language}>
                {office}
                {salutation === null ? null : <span className={styles['soft']}> {salutation}</span>}
              </p>
            ),
          )}
          <p className={styles['soft']}>{isOneOf(CHANNELS, channel) ? t(`channel.${channel}`) : channel}</p>
        </li>
      ))}
    </ol>
  );
}
