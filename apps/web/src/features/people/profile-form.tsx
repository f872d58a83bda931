import { REGIONS, VISIBILITIES, WORKING_GROUPS } from '@sos/domain';
import { LANGUAGES } from '@sos/i18n';
import { Button, CheckboxGroup, RadioGroup, Stack, TextArea, TextField } from '@sos/ui';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { ActNotice } from './act-notice.js';
import { SaveOrganisationDocument } from './people-acts.generated.js';
import type { PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords, WORKING_LANGUAGES } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

export interface ProfileFormProps {
  /** Null for a new one. */
  organisation: PeopleAdministrationQuery['organisations'][number] | null;
  /** For its own people: the name stands under what the organisation has signed, and is for administrators to change. */
  nameIsFixed?: boolean;
}

const NEW = {
  name: '',
  country: '',
  regions: [],
  workingGroups: [],
  languages: [],
  website: null,
  contactEmail: null,
  visibility: 'hidden',
  texts: [],
} as const;

function draftOf(organisation: ProfileFormProps['organisation']) {
  const { name, country, regions, workingGroups, languages, website, contactEmail, visibility, texts } =
    organisation ?? NEW;
  return {
    ...{ name, country, visibility },
    ...{ regions: [...regions], workingGroups: [...workingGroups], languages: [...languages] },
    ...{ website: website ?? '', contactEmail: contactEmail ?? '' },
    texts: LANGUAGES.map((language) => ({
      language,
      about: texts.find((text) => text.language === language)?.about ?? '',
    })),
  };
}

type Draft = ReturnType<typeof draftOf>;

/** What an organisation says of itself, and how much of it others see. */
export function ProfileForm({ organisation, nameIsFixed = false }: ProfileFormProps) {
  const { t } = useTranslation('people');
  const [draft, setDraft] = useState(() => draftOf(organisation));
  const save = usePeopleAct(SaveOrganisationDocument);
  const set = (part: Partial<Draft>): void => {
    save.reset();
    setDraft({ ...draft, ...part });
  };

  function handleSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    void save.run({ input: { ...draft, id: organisation?.id ?? null } });
  }

  return (
    <form onSubmit={handleSubmit} aria-label={t('profile.heading')}>
      <Stack>
        <TextField
          label={t('profile.name')}
          hint={nameIsFixed ? t('profile.nameFixed') : undefined}
          readOnly={nameIsFixed}
          value={draft.name}
          onChange={({ target }) => set({ name: target.value })}
          required
        />
        <TextField
          label={t('profile.country')}
          value={draft.country}
          onChange={({ target }) => set({ country: target.value })}
          required
        />
        <ProfileChoices draft={draft} set={set} />
        <TextField
          label={t('profile.website')}
          hint={t('profile.websiteHint')}
          type="url"
          value={draft.website}
          onChange={({ target }) => set({ website: target.value })}
        />
        <TextField
          label={t('profile.contactEmail')}
          type="email"
          value={draft.contactEmail}
          onChange={({ target }) => set({ contactEmail: target.value })}
        />
        <ProfileTexts draft={draft} set={set} />
        <ActNotice state={save.state} done={t('profile.saved')} />
        <div>
          <Button type="submit" busy={save.state.status === 'busy'}>
            {t('profile.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

interface PartProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

function ProfileChoices({ draft, set }: PartProps) {
  const { t } = useTranslation('people');
  const vocabulary = useVocabulary();
  const words = usePeopleWords();
  const format = useFormatters();
  return (
    <>
      <RadioGroup
        legend={t('profile.visibility')}
        name="visibility"
        options={VISIBILITIES.map((value) => ({
          value,
          label: t(`visibility.${value}`),
          hint: t(`visibilityHint.${value}`),
        }))}
        value={draft.visibility}
        onChange={(visibility) => set({ visibility })}
      />
      <CheckboxGroup
        legend={t('profile.regions')}
        name="regions"
        options={REGIONS.map((value) => ({ value, label: vocabulary.region(value) }))}
        value={draft.regions}
        onChange={(regions) => set({ regions })}
      />
      <CheckboxGroup
        legend={t('profile.workingGroups')}
        name="working-groups"
        options={WORKING_GROUPS.map((value) => ({ value, label: words.workingGroup(value) }))}
        value={draft.workingGroups}
        onChange={(workingGroups) => set({ workingGroups })}
      />
      <details>
        <summary>{t('profile.languages', { list: format.list(draft.languages.map(format.languageName)) })}</summary>
        <CheckboxGroup
          legend={t('profile.languagesLegend')}
          name="languages"
          options={[...new Set([...WORKING_LANGUAGES, ...draft.languages])].map((value) => ({
            value,
            label: format.languageName(value),
          }))}
          value={draft.languages}
          onChange={(languages) => set({ languages })}
        />
      </details>
    </>
  );
}

function ProfileTexts({ draft, set }: PartProps) {
  const { t } = useTranslation('people');
  const format = useFormatters();
  return draft.texts.map(({ language, about }) => (
    <TextArea
      key={language}
      label={t('profile.about', { language: format.languageName(language) })}
      value={about}
      lang={language}
      onChange={({ target }) =>
        set({
          texts: draft.texts.map((text) => (text.language === language ? { language, about: target.value } : text)),
        })
      }
    />
  ));
}
