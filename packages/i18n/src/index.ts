export { createI18n } from './create-i18n.js';
export { createFormatters, type Formatters, type Instant } from './format.js';
export {
  DEFAULT_LANGUAGE,
  directionOf,
  isLanguage,
  LANGUAGES,
  negotiateLanguage,
  type Direction,
  type Language,
} from './languages.js';
export { NAMESPACES, type Namespace } from './namespaces.js';
export type { Resources } from './typed-keys.js';
