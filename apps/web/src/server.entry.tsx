export { renderFrame, renderFrameProblem, type FrameInput } from './app/frame-render.js';
export { renderSiteDocument, type DocumentInput, type ViteManifest } from './app/site-document.js';
export {
  renderErrorPage,
  renderSite,
  type RenderedPage,
  type RenderSiteInput,
  type SiteResult,
} from './app/site-render.js';
export { frameQueries } from './features/campaigns/campaigns.frames.js';
