import { LANGUAGES, LIMITS, type Language } from '@sos/domain';
import { Button, Select, TextField } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import styles from './desk.module.css';
import { fieldId } from './draft-issues.js';
import { CHANNELS, inBoth, nextKey, type DraftAddressee } from './draft.js';
import type { EditorPart } from './editor-context.js';

const WORDS = ['office', 'salutation'] as const;

export function EditorAddressees({ draft, change, errorOf }: EditorPart) {
  const { t } = useTranslation('desk');
  const { addressees } = draft;
  function add(): void {
    change({
      addressees: [
        ...addressees,
        { key: nextKey(addressees), channel: 'letter', office: inBoth(() => ''), salutation: inBoth(() => '') },
      ],
    });
  }
  return (
    <div className={styles['group']} id={fieldId('addressees')} tabIndex={-1}>
      {addressees.length === 0 ? <p className={styles['soft']}>{t('editor.noAddressees')}</p> : null}
      {addressees.map((addressee, index) => (
        <AddresseeRow
          key={addressee.key}
          draft={draft}
          change={change}
          errorOf={errorOf}
          addressee={addressee}
          number={index + 1}
        />
      ))}
      {addressees.length >= LIMITS.addressees ? null : (
        <div>
          <Button variant="secondary" onClick={add}>
            {t('editor.addAddressee')}
          </Button>
        </div>
      )}
    </div>
  );
}

function AddresseeRow({
  draft,
  change,
  errorOf,
  addressee,
  number,
}: EditorPart & { addressee: DraftAddressee; number: number }) {
  const { t } = useTranslation(['desk', 'campaigns']);
  const { languageName } = useFormatters();
  const { key } = addressee;
  function set(next: DraftAddressee): void {
    change({ addressees: draft.addressees.map((one) => (one.key === key ? next : one)) });
  }
  const setWords = (name: 'office' | 'salutation', language: Language, value: string) =>
    set({ ...addressee, [name]: { ...addressee[name], [language]: value } });
  return (
    <div className={styles['row']} role="group" aria-label={t('desk:editor.addressee', { number })}>
      <h4>{t('desk:editor.addressee', { number })}</h4>
      <div className={styles['pair']}>
        {WORDS.flatMap((name) =>
          LANGUAGES.map((language) => (
            <TextField
              key={`${name} ${language}`}
              id={fieldId(`${name}.${key}.${language}`)}
              lang={language}
              value={addressee[name][language]}
              label={t(`desk:editor.${name}`, { language: languageName(language) })}
              hint={name === 'office' ? t('desk:editor.officeHint') : undefined}
              error={errorOf(`${name}.${key}.${language}`)}
              onChange={(event) => setWords(name, language, event.target.value)}
            />
          )),
        )}
      </div>
      <Select
        id={fieldId(`channel.${key}`)}
        label={t('desk:editor.channel')}
        value={addressee.channel}
        error={errorOf(`channel.${key}`)}
        options={CHANNELS.map((value) => ({ value, label: t(`campaigns:channel.${value}`) }))}
        onChange={(event) => set({ ...addressee, channel: event.target.value })}
      />
      <div>
        <Button
          variant="quiet"
          onClick={() => change({ addressees: draft.addressees.filter((one) => one.key !== key) })}
        >
          {t('desk:editor.removeAddressee', { number })}
        </Button>
      </div>
    </div>
  );
}
