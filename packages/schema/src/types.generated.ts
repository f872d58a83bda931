export type AcceptInvitationInput = {
  displayName: string;
  language: string;
  password: string;
  token: string;
};

export type AccountStatusInput = {
  accountId: string;
  reason: string;
};

export type AddPasskeyInput = {
  label: string;
  response: string;
  ticket: string;
};

export type AddTotpInput = {
  code: string;
  ticket: string;
};

export type AddresseeInput = {
  channel: string;
  texts: Array<AddresseeTextInput>;
};

export type AddresseeTextInput = {
  language: string;
  office: string;
  salutation?: string | null | undefined;
};

export type AuditFilterInput = {
  /** An account id, or part of a name. */
  actor?: string | null | undefined;
  from?: string | null | undefined;
  /** One of `AUDIT_GROUPS`. */
  group?: string | null | undefined;
  /** One of `AUDIT_SUBJECTS`. */
  subject?: string | null | undefined;
  /** Exclusive. */
  to?: string | null | undefined;
};

export type CampaignFilter = {
  /** open or archive */
  list: string;
  region?: string | null | undefined;
  right?: string | null | undefined;
  type?: string | null | undefined;
};

export type CampaignTextInput = {
  body: string;
  callToAction?: string | null | undefined;
  country: string;
  demands: Array<string>;
  language: string;
  summary: string;
  title: string;
};

export type ChangePasswordInput = {
  password: string;
};

export type ChangeRolesInput = {
  membershipId: string;
  roles: Array<string>;
};

export type ConfirmSignInInput = {
  factor: SecondFactorInput;
  /** Absent with a passkey, which needs no password before it. */
  ticket?: string | null | undefined;
};

export type DirectoryFilterInput = {
  region?: string | null | undefined;
  search?: string | null | undefined;
  workingGroup?: string | null | undefined;
};

export type EnrolKeyInput = {
  /** Base64 of the public key. */
  bytes: string;
  /** For a key that stays in a tool of its owner's. */
  proof?: KeyProofInput | null | undefined;
};

export type HandOverInput = {
  /** The viewer no longer speaks for the organisation. */
  andStop: boolean;
  membershipId: string;
};

export type InviteColleagueInput = {
  email: string;
  focalPoint: boolean;
  language: string;
  organisationId: string;
  /** A focal point gives the role of a member and no other. */
  roles?: Array<string> | null | undefined;
};

export type InvitePersonInput = {
  email: string;
  focalPoint: boolean;
  language: string;
  organisationId: string;
  roles: Array<string>;
};

export type IssueTokenInput = {
  days: number;
  name: string;
  organisationId: string;
  scopes: Array<string>;
};

export type KeyProofInput = {
  seal: string;
  /** Armored detached signature with the critical notation of `enrol.v1`. */
  signature: string;
  statement: string;
};

export type LanguageTextInput = {
  language: string;
  text: string;
};

export type MoveCampaignInput = {
  id: string;
  /** Public, per language; required where the move says so. */
  reasons?: Array<ReasonInput> | null | undefined;
  /** The `textsHash` of what the person read. Required to approve and to open; a move with another one than the current is refused. */
  seenHash?: string | null | undefined;
  to: string;
};

export type OrganisationTextInput = {
  about: string;
  language: string;
};

export type PasskeyAnswerInput = {
  /** JSON of WebAuthn’s own answer. */
  response: string;
  ticket: string;
};

export type PeopleFilterInput = {
  organisationId?: string | null | undefined;
  role?: string | null | undefined;
  search?: string | null | undefined;
  status?: string | null | undefined;
};

export type ProveInput = {
  factor?: SecondFactorInput | null | undefined;
  password?: string | null | undefined;
};

export type ReasonInput = {
  language: string;
  text: string;
};

export type ReplaceKeyInput = {
  /** Base64 of the new public key. */
  newKey: string;
  /** Armored detached signature by the new key. */
  newSignature: string;
  /** Armored detached signature by the present key. */
  oldSignature: string;
  /** Base64 of the `succession.v1` that both keys have signed. */
  statement: string;
};

export type RequestPasswordResetInput = {
  email: string;
  language: string;
};

export type ResetPasswordInput = {
  factor?: SecondFactorInput | null | undefined;
  password: string;
  token: string;
};

export type ResourceFilter = {
  category?: string | null | undefined;
  emergencyKind?: string | null | undefined;
  emergencyOnly?: boolean | null | undefined;
  /** A language the resource itself is offered in. */
  offeredIn?: string | null | undefined;
  page?: number | null | undefined;
  region?: string | null | undefined;
  search?: string | null | undefined;
};

export type SaveCampaignInput = {
  addressees: Array<AddresseeInput>;
  closesAt?: string | null | undefined;
  goal?: number | null | undefined;
  /** Absent for a new campaign. */
  id?: string | null | undefined;
  originalLanguage: string;
  region: string;
  rights: Array<string>;
  signers: Array<string>;
  texts: Array<CampaignTextInput>;
  type: string;
};

export type SaveOrganisationInput = {
  contactEmail?: string | null | undefined;
  country: string;
  /** Absent for a new organisation. */
  id?: string | null | undefined;
  languages: Array<string>;
  name: string;
  regions: Array<string>;
  texts: Array<OrganisationTextInput>;
  visibility: string;
  website?: string | null | undefined;
  workingGroups: Array<string>;
};

export type SaveSettingInput = {
  key: string;
  number?: number | null | undefined;
  text?: string | null | undefined;
  texts?: Array<LanguageTextInput> | null | undefined;
  /** The version that was on the screen. */
  version: number;
};

/** A passkey’s answer, or a code and which kind it is. */
export type SecondFactorInput = {
  code?: string | null | undefined;
  /** The code is one of the recovery codes. */
  isRecoveryCode?: boolean | null | undefined;
  passkey?: PasskeyAnswerInput | null | undefined;
};

export type SetSwitchInput = {
  /** Runs again by itself after so many hours. */
  hours?: number | null | undefined;
  name: string;
  stopped: boolean;
  /** The version that was on the screen. */
  version: number;
};

export type SignForOrganisationInput = {
  campaignId: string;
  organisationId: string;
};

export type SignInInput = {
  email: string;
  password: string;
};

export type StandingInput = {
  organisationId: string;
  standing: string;
};

export type StartKeyProofInput = {
  /** Base64 of the public key. */
  bytes: string;
};

export type StatementInput = {
  /** Base64 of the exact signed bytes. */
  bytes: string;
  /** Armored detached signature, with the purpose as a critical notation. */
  signature: string;
};

export type TriageCaseInput = {
  /** True takes the case, false lets go. */
  assignToMe?: boolean | null | undefined;
  caseId: string;
  severity?: string | null | undefined;
  /** Absent: unchanged. */
  status?: string | null | undefined;
};
