/** What a person typed, kept when the form comes back with something to correct. */
export interface SignFormValues {
  readonly name: string;
  readonly email: string;
  readonly country: string;
}

export interface SignFormIssue {
  readonly field: string;
  readonly code: string;
}

/** The server's answer to a form of the signing journey; which status goes with which kind is the server's to say. */
export interface PageResult {
  readonly kind: string;
  readonly status: string;
  readonly slug: string | null;
  readonly ref: string;
  readonly values: SignFormValues;
  readonly issues: readonly SignFormIssue[];
}

export interface PageState {
  /** Empty where the page did not come from the server: then there is no form to post yet. */
  readonly formToken: string;
  readonly result: PageResult | null;
}

const EMPTY_VALUES: SignFormValues = { name: '', email: '', country: '' };

/** Reads what the server left for this page; anything else reads as nothing. */
export function parsePageState(value: unknown): PageState {
  if (!isRecord(value)) return { formToken: '', result: null };
  return { formToken: text(value['formToken']), result: parseResult(value['result']) };
}

function parseResult(value: unknown): PageResult | null {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return null;
  const { values, issues, slug } = value;
  return {
    kind: value['kind'],
    status: text(value['status']),
    slug: typeof slug === 'string' ? slug : null,
    ref: text(value['ref']),
    values: isRecord(values) ? parseValues(values) : EMPTY_VALUES,
    issues: Array.isArray(issues)
      ? issues.filter(isRecord).map((issue) => ({ field: text(issue['field']), code: text(issue['code']) }))
      : [],
  };
}

function parseValues(values: Record<string, unknown>): SignFormValues {
  return {
    name: text(values['name']),
    email: text(values['email']),
    country: text(values['country']),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export type CodeIssue = 'invalid' | 'expired' | 'tries';

const CODE_ISSUES: Readonly<Record<string, CodeIssue>> = {
  code_wrong: 'invalid',
  code_expired: 'expired',
  too_many_tries: 'tries',
};

/** What was wrong with the code that was entered, if one was. */
export function codeIssueOf(result: PageResult): CodeIssue | undefined {
  return result.kind === 'code' ? (CODE_ISSUES[result.status] ?? 'invalid') : undefined;
}
