// What must hold between the languages, whatever the sources use.

const FORM = /^(.+?)(_ordinal)?_(zero|one|two|few|many|other)$/;

/** Nested words as `a.b.c` → text. */
export function flatten(words, prefix = '') {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : flatten(value, `${prefix}${name}.`),
  );
}

/**
 * Plural forms gathered under the key the sources use: `heading_one` and `heading_other` are forms of `heading`.
 * @returns {Map<string, { text: string, forms: Map<string, string> }>} a key without plural has an empty `forms`
 */
export function gather(words) {
  const flat = new Map(flatten(words));
  const gathered = new Map();
  for (const [name, text] of flat) {
    const [, base, ordinal = '', form] = FORM.exec(name) ?? [];
    // `Ask someone_else` is no plural: only a key that has its `_other` is.
    const isPlural =
      base !== undefined &&
      (form === 'other' || flat.has(`${base}${ordinal}_other`) || flat.has(`${base}${ordinal}_one`));
    const key = isPlural ? base : name;
    const entry = gathered.get(key) ?? { text: '', forms: new Map() };
    if (isPlural) entry.forms.set(`${ordinal}_${form}`, text);
    else entry.text = text;
    gathered.set(key, entry);
  }
  return gathered;
}

const textsOf = ({ text, forms }) => (forms.size > 0 ? [...forms.values()] : [text]);
const sortedSet = (values) => [...new Set(values)].sort().join(', ');

/** Variables and the tags of rich text; a count may be left out where a form says it in a word. */
function slotsOf(entry) {
  const text = textsOf(entry).join(' ');
  const variables = [...text.matchAll(/\{\{-?\s*([\w.]+)/g)].map(([, name]) => name).filter((name) => name !== 'count');
  const tags = [...text.matchAll(/<\/?(\w+)\s*\/?>/g)].map(([, name]) => `<${name}>`);
  return sortedSet([...variables, ...tags]);
}

const isOrdinal = (entry) => [...entry.forms.keys()].some((form) => form.startsWith('_ordinal'));

/** The forms a language has, by CLDR: English two, Spanish three. */
function formsOf(language, entry) {
  const type = isOrdinal(entry) ? 'ordinal' : 'cardinal';
  const { pluralCategories } = new Intl.PluralRules(language, { type }).resolvedOptions();
  return pluralCategories.map((form) => (type === 'ordinal' ? `_ordinal_${form}` : `_${form}`));
}

function missingForms(entry, language) {
  return entry.forms.size === 0 ? [] : formsOf(language, entry).filter((form) => !entry.forms.has(form));
}

/** i18next also knows `_zero`, in every language. */
function strangeForms(entry, language) {
  const known = ['_zero', ...formsOf(language, entry)];
  return [...entry.forms.keys()].filter((form) => !known.includes(form));
}

// House style for Spanish: no sign, slash or bracket to name everyone at once; screen readers stumble over them.
const SHORTHAND = /\p{L}{3,}(\/(as?|os?)\b|\((as?|os?)\)|@s?(?![\w.@]))/u;

const countWords = (text) => (text.replaceAll(/\{\{.*?\}\}|<.*?>/g, ' ').match(/\p{L}{2,}/gu) ?? []).length;

/**
 * @param {Record<string, Record<string, object>>} locales language → namespace → words; the first language is the original
 * @param {{ same?: string[] }} [options] texts that are rightly the same in every language
 * @returns {string[]} one sentence for each fault
 */
export function compareLocales(locales, { same = [] } = {}) {
  const faults = [];
  const languages = Object.keys(locales);
  const [original = ''] = languages;
  const namespaces = new Set(languages.flatMap((language) => Object.keys(locales[language])));
  const usedSame = new Set();

  for (const namespace of [...namespaces].sort()) {
    const gathered = new Map(languages.map((language) => [language, gather(locales[language][namespace] ?? {})]));
    const keys = new Set([...gathered.values()].flatMap((entries) => [...entries.keys()]));
    for (const key of [...keys].sort()) {
      const name = `${namespace}:${key}`;
      const first = gathered.get(original).get(key);
      for (const language of languages) {
        const entry = gathered.get(language).get(key);
        if (!entry) {
          faults.push(`${name} is missing in ${language}`);
          continue;
        }
        for (const form of missingForms(entry, language)) faults.push(`${name} has no form ${form} in ${language}`);
        for (const form of strangeForms(entry, language))
          faults.push(`${name} has a form ${form} that ${language} does not know`);
        if (textsOf(entry).some((text) => text.trim() === '')) faults.push(`${name} is empty in ${language}`);
        if (language === 'es' && textsOf(entry).some((text) => SHORTHAND.test(text))) {
          faults.push(`${name} uses a gender shorthand in es`);
        }
        if (!first || language === original) continue;
        if (slotsOf(first) !== slotsOf(entry)) {
          faults.push(`${name} has {${slotsOf(first)}} in ${original} and {${slotsOf(entry)}} in ${language}`);
        }
        if (first.forms.size > 0 !== entry.forms.size > 0) faults.push(`${name} has plural forms in one language only`);
        for (const text of textsOf(entry).filter((one) => textsOf(first).includes(one))) {
          if (same.includes(text)) usedSame.add(text);
          else if (countWords(text) > 2) faults.push(`${name} is not translated in ${language}: "${text}"`);
        }
      }
    }
  }
  for (const text of same) {
    if (!usedSame.has(text)) faults.push(`the list of texts that stay the same names one nobody uses: "${text}"`);
  }
  return faults;
}
