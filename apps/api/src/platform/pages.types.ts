import type { Language } from '@sos/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a person typed into the sign form, kept when the form comes back with something to correct. */
export interface SignFormValues {
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly namePublic: boolean;
}

/** `field` is the input's name, or `form` for what no single field can mend; `code` is a key under `signatures:errors`. */
export interface SignFormIssue {
  readonly field: 'name' | 'email' | 'country' | 'form';
  readonly code: string;
}

/** What a page must show that its address does not say. Plain JSON: it travels to the browser for hydration. */
export type PageResult =
  | {
      readonly kind: 'sign_errors';
      readonly slug: string;
      readonly values: SignFormValues;
      readonly issues: readonly SignFormIssue[];
    }
  | { readonly kind: 'signed'; readonly slug: string; readonly ref: string }
  | {
      readonly kind: 'code';
      readonly slug: string | null;
      readonly ref: string;
      readonly status: 'code_wrong' | 'code_expired' | 'too_many_tries';
    }
  | { readonly kind: 'code_confirmed'; readonly slug: string | null }
  | {
      readonly kind: 'confirm';
      readonly slug: string | null;
      readonly status: 'ask' | 'confirmed' | 'too_late' | 'not_valid';
    }
  | {
      readonly kind: 'withdraw';
      readonly slug: string | null;
      readonly status: 'ask' | 'withdrawn' | 'disowned' | 'not_valid';
    };

export interface PageState {
  /** Single use, three seconds to two hours old: fresh for every page that shows a sign form. */
  readonly formToken: string;
  readonly result: PageResult | null;
}

export interface FrameRequest {
  readonly slug: string;
  readonly language: Language;
  readonly partnerKey: string | null;
  /** Another site's name, when its key is registered: the frame says whose page carries it. */
  readonly partnerName: string | null;
  /** Where the frame's two forms post. */
  readonly signAction: string;
  readonly codeAction: string;
  /** Address of the frame's script. */
  readonly scriptUrl: string;
  readonly state: PageState;
}

export interface Rendered {
  readonly status: number;
  readonly html: string;
}

/** The web's server bundle as the modules see it. */
export interface Pages {
  /** Answers with a page of the site and its security headers. `path` starts with the language: `/en/…`. */
  sendPage(
    request: FastifyRequest,
    reply: FastifyReply,
    page: { readonly path: string; readonly status: number; readonly result: PageResult },
  ): Promise<FastifyReply>;
  /** A whole HTML document. The embeds module sets its headers. */
  renderFrame(frame: FrameRequest): Promise<Rendered>;
}
