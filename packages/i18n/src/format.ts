import type { Language } from './languages.js';

/** Spanish in the neutral Latin American register; English with the day first, as the network writes it. */
const LOCALES: Record<Language, string> = { en: 'en-GB', es: 'es-419' };

/**
 * Half of Latin America reads 1,205 as one and a fifth, the other half 1.205. The academies' form, a thin space from five
 * digits on, is read alike everywhere.
 */
const NARROW_SPACE = '\u202f';

export interface Formatters {
  /** «12 de diciembre de 2026» */
  date(value: Instant): string;
  /** With hour, minute and the name of the time zone, because a deadline without its zone is a trap. */
  dateTime(value: Instant): string;
  number(value: number): string;
  percent(fraction: number): string;
  list(items: readonly string[]): string;
  /** “in 3 days”, “2 hours ago”: the coarsest unit that is still true. */
  relative(value: Instant, now: Instant): string;
  /** “4.0 MB” */
  bytes(count: number): string;
  /** The name of a language in this language. */
  languageName(tag: string): string;
}

export type Instant = Date | string | number;

/** The zone is always named: a server's or a device's own zone must never decide what day a deadline falls on. */
export function createFormatters(language: Language, timeZone: string): Formatters {
  const locale = LOCALES[language];
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const moment = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  const number = new Intl.NumberFormat(locale, { useGrouping: language === 'es' ? 'min2' : 'auto' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return {
    date: (value) => day.format(toDate(value)),
    dateTime: (value) => moment.format(toDate(value)),
    number: (value) => (language === 'es' ? withThinSpaces(number, value) : number.format(value)),
    percent: (fraction) => percent.format(fraction),
    list: (items) => list.format(items),
    relative: (value, now) => formatRelative(relative, toDate(value).getTime() - toDate(now).getTime()),
    bytes: (count) => formatBytes(locale, count),
    languageName: (tag) => names.of(tag) ?? tag,
  };
}

function withThinSpaces(format: Intl.NumberFormat, value: number): string {
  return format
    .formatToParts(value)
    .map((part) => (part.type === 'group' ? NARROW_SPACE : part.value))
    .join('');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Unit, its length, and from where it is used: “tomorrow” for what is 47 hours away would name the wrong day. */
const UNITS = [
  ['day', 24 * HOUR, 48 * HOUR],
  ['hour', HOUR, HOUR],
  ['minute', MINUTE, MINUTE],
] as const;

function formatRelative(format: Intl.RelativeTimeFormat, difference: number): string {
  for (const [unit, length, from] of UNITS) {
    if (Math.abs(difference) >= from) return format.format(Math.trunc(difference / length), unit);
  }
  return format.format(0, 'minute');
}

function formatBytes(locale: string, count: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(steps.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const unit = steps[step] ?? 'byte';
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(count / 1000 ** step);
}

function toDate(value: Instant): Date {
  return value instanceof Date ? value : new Date(value);
}
