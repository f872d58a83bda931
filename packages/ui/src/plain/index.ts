export { classNames } from '../class-names.js';
export {
  Button,
  buttonClass,
  ButtonLink,
  type ButtonLinkProps,
  type ButtonProps,
  type ButtonVariant,
} from './button.js';
export {
  Checkbox,
  CheckboxGroup,
  Fieldset,
  RadioGroup,
  type CheckboxGroupProps,
  type CheckboxProps,
  type ChoiceOption,
  type FieldsetProps,
  type RadioGroupProps,
} from './choices.js';
export {
  Breadcrumb,
  DefinitionList,
  Pagination,
  ProgressMeter,
  RuledList,
  Table,
  type BreadcrumbProps,
  type Column,
  type DefinitionListProps,
  type PaginationProps,
  type ProgressMeterProps,
  type TableProps,
} from './data.js';
export { Field, type FieldTexts, type FieldWiring } from './field.js';
export { Icon, type IconName } from './icon.js';
export {
  ErrorSummary,
  Notice,
  Tag,
  type ErrorSummaryProps,
  type FormError,
  type NoticeProps,
  type TagProps,
  type Tone,
} from './notice.js';
export {
  PageHeading,
  Prose,
  Row,
  Section,
  SignalRule,
  SkipLink,
  Stack,
  VisuallyHidden,
  type PageHeadingProps,
  type ProseProps,
  type SectionProps,
  type SkipLinkProps,
  type StackProps,
} from './page.js';
export {
  Select,
  TextArea,
  TextField,
  type Option,
  type SelectProps,
  type TextAreaProps,
  type TextFieldProps,
} from './text-fields.js';
