import { print } from 'graphql';
import type { ReactElement } from 'react';

import { CampaignFrameDocument } from './campaign-frame.generated.js';
import { CampaignFrame, type CampaignFrameProps } from './campaign-frame.js';

/** What each kind of frame is drawn from. */
export interface FrameProps {
  campaign: CampaignFrameProps;
}
export type FrameKind = keyof FrameProps;

/** Frames for other people's sites, drawn to static markup by the server. */
export const frames: { [Kind in FrameKind]: (props: FrameProps[Kind]) => ReactElement } = {
  campaign: (props) => <CampaignFrame {...props} />,
};

/** What the server asks for, as text, before it draws a frame: `props.data` is the answer's data. Variables: slug, language. */
export const frameQueries: Readonly<Record<FrameKind, string>> = { campaign: print(CampaignFrameDocument) };
