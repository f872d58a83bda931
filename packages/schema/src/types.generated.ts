export type AddresseeInput = {
  channel: string;
  texts: Array<AddresseeTextInput>;
};

export type AddresseeTextInput = {
  language: string;
  office: string;
  salutation?: string | null | undefined;
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

export type EnrolKeyInput = {
  /** Base64 of the public key. */
  bytes: string;
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

export type ReasonInput = {
  language: string;
  text: string;
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

export type SaveSettingInput = {
  key: string;
  number?: number | null | undefined;
  text?: string | null | undefined;
  texts?: Array<LanguageTextInput> | null | undefined;
  /** The version that was on the screen. */
  version: number;
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
