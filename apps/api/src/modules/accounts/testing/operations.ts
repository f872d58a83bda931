const OUTCOME = `__typename ... on SecondFactorRequired { ticket factors } ... on TooManyAttemptsProblem { retryAfterSeconds }`;
export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${OUTCOME} } }`;
export const START =
  'mutation ($ticket: String) { startPasskey(ticket: $ticket) { __typename ... on PasskeyRequest { ticket options } } }';
export const CONFIRM = `mutation ($input: ConfirmSignInInput!) { confirmSignIn(input: $input) { ${OUTCOME} } }`;
export const START_PROOF = 'mutation { startProof { factors hasPassword passkey { ticket options } } }';
export const PROVE = 'mutation ($input: ProveInput!) { proveItIsMe(input: $input) { __typename } }';
export const START_PASSKEY = 'mutation { startPasskeyRegistration { ticket options } }';
export const ADD_PASSKEY =
  'mutation ($input: AddPasskeyInput!) { addPasskey(input: $input) { __typename ... on FactorRefusedProblem { code } } }';
export const START_TOTP = 'mutation { startTotp { ticket secret address } }';
export const ADD_TOTP =
  'mutation ($input: AddTotpInput!) { addTotp(input: $input) { __typename ... on FactorRefusedProblem { code } } }';
export const MAKE_CODES = 'mutation { makeRecoveryCodes { codes } }';
export const REMOVE = 'mutation ($id: ID!) { removeFactor(id: $id) { __typename } }';
export const CHANGE_PASSWORD =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on WeakPasswordProblem { code } } }';
export const SECURITY =
  '{ security { passkeys { id label lastUsedAt } totp { id } recoveryCodesLeft sessions { id browser system lastSeen isThis } } }';
export const WHO = '{ viewer { id isStrong awaitsSecondFactor } }';
